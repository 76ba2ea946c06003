// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome.Status;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.CheckIn.Found;
import dev.bracketwire.riot.ign.RosterEvent.What;
import dev.bracketwire.riot.ign.RosterOutcome.Done;
import dev.bracketwire.riot.ign.RosterOutcome.Refused;
import dev.bracketwire.riot.ign.RosterOutcome.Stale;
import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every roster promises, wherever it is kept. */
abstract class RosterContract {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final FakeIdentities identities = new FakeIdentities();
    final ManualClock clock = ManualClock.at(NOON);
    IgnRoster roster;

    abstract IgnRoster open(Identities identities);

    @BeforeEach
    void open() {
        roster = open(identities).clock(clock);
    }

    RosterEntry assign(String entrant, int player, String name) {
        return roster.assign(entrant, identities.called(player, name), "desk")
                .get()
                .orThrow();
    }

    private List<What> history(String entrant) {
        return roster.history(entrant).get().stream().map(RosterEvent::what).toList();
    }

    @Test
    void assign_first_isThePrimary_andTheOthersAreAlternates() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        RosterEntry other = assign("ann", 2, "Zoe#EUW");
        assertThat(ann)
                .isEqualTo(new RosterEntry(
                        "ann", RiotId.parse("Ann#EUW"), identities.puuid(1), "key1", true, NOON, NOON, null, 1));
        assertThat(other.primary()).isFalse();
        assertThat(roster.names("ann").get()).containsExactly(ann, other);
        assertThat(roster.holder(RiotId.parse("aNN#euw")).get()).contains(ann);
        assertThat(roster.holder(identities.puuid(2)).get()).contains(other);
        assertThat(roster.history("ann").get())
                .first()
                .isEqualTo(new RosterEvent("ann", What.ASSIGNED, "desk", NOON, null, "Ann#EUW"));
        assertThat(other).hasToString("ann as Zoe#EUW (alternate)");
    }

    @Test
    void assign_again_onlyUpdatesTheName() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        assertThat(roster.assign("ann", RiotId.parse("Ann#EUW"), "desk").get())
                .isEqualTo(new Done(ann, false, List.of()));
        assertThat(assign("ann", 1, "Annabel#EUW").name()).hasToString("Annabel#EUW");
        assertThat(history("ann")).containsExactly(What.ASSIGNED, What.NAME_CHANGED);
    }

    @Test
    void assign_whatAnotherHas_isStaleAndNamesTheHolder() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        RosterOutcome outcome =
                roster.assign("ben", RiotId.parse("Ann#EUW"), "desk").get();
        assertThat(outcome).isInstanceOfSatisfying(Stale.class, stale -> {
            assertThat(stale.holder()).isEqualTo(ann);
            assertThat(stale.note()).isEqualTo("ann has Ann#EUW since " + NOON);
        });
        assertThatThrownBy(outcome::orThrow)
                .isInstanceOfSatisfying(
                        RosterException.class, e -> assertThat(e.outcome()).isEqualTo(outcome))
                .hasMessageContaining("ann has Ann#EUW");
        assertThat(history("ben")).isEmpty();
    }

    @Test
    void assign_unknownName_isRefused() {
        assertThat(roster.assign("ann", RiotId.parse("Nobody#EUW"), "desk").get())
                .isEqualTo(new Refused(List.of("nobody is called Nobody#EUW"), List.of()));
        assertThat(roster.assign("ann", new Account(identities.puuid(1), null), "desk")
                        .get())
                .isInstanceOf(Refused.class);
        identities.broken(true);
        assertThatThrownBy(() ->
                        roster.assign("ann", RiotId.parse("Ann#EUW"), "desk").get())
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void assign_by64Threads_oneSucceedsAndTheOthersNameTheHolder() throws Exception {
        for (int race = 0; race < 5; race++) {
            raceOf64(roster.named("race " + race));
        }
    }

    private void raceOf64(IgnRoster course) throws Exception {
        RiotId name = identities.called(1, "Ann#EUW");
        List<RosterOutcome> outcomes =
                race(64, i -> course.assign("entrant " + i, name, "desk").get());
        List<RosterEntry> winners = outcomes.stream()
                .filter(Done.class::isInstance)
                .map(RosterOutcome::orThrow)
                .toList();
        assertThat(winners).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> !(outcome instanceof Done))
                .hasSize(63)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Stale.class, stale -> assertThat(stale.holder()).isEqualTo(winners.get(0))));
        assertThat(course.all().get()).isEqualTo(winners);
    }

    @Test
    void assign_severalOfOneEntrantAtOnce_makesOnePrimary() throws Exception {
        List<RiotId> names = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            names.add(identities.called(i, Character.toString('A' + i).repeat(4) + "#EUW"));
        }
        List<RosterOutcome> outcomes =
                race(16, i -> roster.assign("ann", names.get(i), "desk").get());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Done.class));
        assertThat(roster.names("ann").get())
                .hasSize(16)
                .filteredOn(RosterEntry::primary)
                .hasSize(1);
    }

    private interface Racer {
        RosterOutcome run(int number);
    }

    private static List<RosterOutcome> race(int racers, Racer racer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<RosterOutcome>> running = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            int number = i;
            running.add(threads.submit(() -> {
                start.await();
                return racer.run(number);
            }));
        }
        threads.shutdown();
        start.countDown();
        List<RosterOutcome> outcomes = new ArrayList<>();
        for (Future<RosterOutcome> each : running) {
            outcomes.add(each.get(2, TimeUnit.MINUTES));
        }
        return outcomes;
    }

    @Test
    void assign_lookAlikeOfAnotherName_needsConfirmation() {
        RosterEntry modern = assign("ann", 1, "Modern#EUW");
        RiotId like = identities.called(2, "rnodern#EUN");
        assertThat(roster.assign("ben", like, "desk").get()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.lookAlikes())
                    .containsExactly(new LookAlike<>(Likeness.DRAWN_IN_ANY_CASE, "Modern", modern));
            assertThat(refused.reasons())
                    .containsExactly("rnodern#EUN looks like Modern#EUW of ann (DRAWN_IN_ANY_CASE)");
        });
        assertThat(roster.assign("ann", identities.called(3, "M0dern#EUW"), "desk")
                        .get())
                .isInstanceOf(Done.class);
        assertThat(roster.allowingLookAlikes().assign("ben", like, "desk").get())
                .isInstanceOf(Done.class);
        assertThat(roster.likes(like).get())
                .extracting(found -> found.owner().entrant())
                .containsExactly("ben", "ann", "ann");
    }

    @Test
    void rename_toAnotherAccount_takesThePlaceOfTheFormer() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        clock.advance(Duration.ofMinutes(1));
        RosterEntry now = roster.rename(ann, identities.called(2, "Zoe#EUW"), "judge")
                .get()
                .orThrow();
        assertThat(now.puuid()).isEqualTo(identities.puuid(2));
        assertThat(now.primary()).isTrue();
        assertThat(now.since()).isEqualTo(NOON);
        assertThat(roster.names("ann").get()).containsExactly(now);
        assertThat(roster.history("ann").get())
                .last()
                .isEqualTo(new RosterEvent("ann", What.RENAMED, "judge", NOON.plusSeconds(60), "Ann#EUW", "Zoe#EUW"));
        assertThat(roster.rename(ann, RiotId.parse("Zoe#EUW"), "judge").get())
                .isEqualTo(new Stale(null, "nobody has it any more: look again"));
    }

    @Test
    void rename_ofTheSameAccount_orToWhatAnotherHas() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        RosterEntry ben = assign("ben", 2, "Ben#EUW");
        assertThat(roster.rename(ann, ben.name(), "judge").get())
                .isInstanceOfSatisfying(
                        Stale.class, stale -> assertThat(stale.holder()).isEqualTo(ben));
        assertThat(roster.rename(ann, identities.called(1, "BEN#EUN"), "judge").get())
                .isInstanceOf(Refused.class);
        assertThat(roster.rename(ann, RiotId.parse("Nobody#EUW"), "judge").get())
                .isInstanceOf(Refused.class);
        RosterEntry now = roster.rename(ann, identities.called(1, "Annabel#EUW"), "judge")
                .get()
                .orThrow();
        assertThat(now.puuid()).isEqualTo(ann.puuid());
        assertThat(now.version()).isEqualTo(2);
        assertThat(roster.rename(ann, RiotId.parse("Annabel#EUW"), "judge").get())
                .isInstanceOfSatisfying(
                        Stale.class, stale -> assertThat(stale.holder()).isEqualTo(now));
        assertThat(roster.rename(now, identities.called(3, "BEN#NA1"), "judge").get())
                .isInstanceOf(Refused.class);
    }

    @Test
    void release_ofThePrimary_makesTheOldestAlternateThePrimary() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        clock.advance(Duration.ofMinutes(1));
        assign("ann", 2, "Zoe#EUW");
        clock.advance(Duration.ofMinutes(1));
        assign("ann", 3, "Kim#EUW");
        assertThat(roster.release(ann, "judge").get()).isEqualTo(new Done(ann, true, List.of()));
        assertThat(roster.names("ann").get())
                .extracting(entry -> entry.name().name())
                .containsExactly("Zoe", "Kim");
        assertThat(roster.names("ann").get()).extracting(RosterEntry::primary).containsExactly(true, false);
        assertThat(history("ann"))
                .containsExactly(What.ASSIGNED, What.ASSIGNED, What.ASSIGNED, What.RELEASED, What.MADE_PRIMARY);
        assertThat(roster.release(ann, "judge").get()).isInstanceOf(Stale.class);
        assertThat(roster.likes(ann.name()).get()).isEmpty();
    }

    @Test
    void transfer_toAnotherEntrant_isInBothHistories() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        assertThat(roster.transfer(ann, "ann", "judge").get()).isEqualTo(new Done(ann, false, List.of()));
        RosterEntry given = roster.transfer(ann, "ben", "judge").get().orThrow();
        assertThat(given.entrant()).isEqualTo("ben");
        assertThat(given.primary()).isTrue();
        assertThat(history("ann")).containsExactly(What.ASSIGNED, What.GIVEN);
        assertThat(history("ben")).containsExactly(What.RECEIVED);
        assertThat(roster.transfer(ann, "cid", "judge").get())
                .isInstanceOfSatisfying(
                        Stale.class, stale -> assertThat(stale.holder()).isEqualTo(given));
        assertThat(roster.names("ann").get()).isEmpty();
    }

    @Test
    void primary_isOneAtATime() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        RosterEntry zoe = assign("ann", 2, "Zoe#EUW");
        assertThat(roster.primary(ann, "ann").get()).isEqualTo(new Done(ann, false, List.of()));
        RosterEntry now = roster.primary(zoe, "ann").get().orThrow();
        assertThat(roster.names("ann").get()).first().isEqualTo(now);
        assertThat(roster.names("ann").get()).filteredOn(RosterEntry::primary).hasSize(1);
        assertThat(roster.primary(zoe, "ann").get()).isInstanceOf(Stale.class);
    }

    @Test
    void checkIn_reportsChangesAndProblems() {
        assign("ann", 1, "Ann#EUW");
        assign("ben", 2, "Ben#EUW");
        clock.advance(Duration.ofHours(1));
        CheckIn same = roster.checkIn("ann", "ann").get();
        assertThat(same.complete() && same.clean()).isTrue();
        assertThat(same.names().get(0).found()).isEqualTo(Found.SAME);
        assertThat(same.names().get(0).entry().checkedIn()).isEqualTo(NOON.plusSeconds(3600));

        identities.called(2, "ANN#EUN");
        CheckIn changed = roster.checkIn("ben", "ben").get();
        assertThat(changed.complete()).isTrue();
        assertThat(changed.clean()).isFalse();
        assertThat(changed.names()).singleElement().satisfies(checked -> {
            assertThat(checked.found()).isEqualTo(Found.NAME_CHANGED);
            assertThat(checked.before()).isEqualTo("Ben#EUW");
            assertThat(checked.entry().name()).hasToString("ANN#EUN");
            assertThat(checked.problems()).containsExactly("ANN#EUN looks like Ann#EUW of ann (SAME)");
        });
        assertThat(roster.names("ben").get())
                .containsExactly(changed.names().get(0).entry());
        assertThat(history("ben")).containsExactly(What.ASSIGNED, What.NAME_CHANGED, What.CHECKED_IN);

        identities.gone(2);
        assertThat(roster.checkIn("ben", "ben").get().complete()).isFalse();
        assertThat(roster.checkIn("nobody", "desk").get().complete()).isFalse();
    }

    @Test
    void anotherKey_isNoticed_andTheAccountFoundByItsName() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        assign("ann", 2, "Zoe#EUW");
        identities.key("key2");
        assertThat(roster.assign("ben", RiotId.parse("Ann#EUW"), "desk").get())
                .isInstanceOfSatisfying(Stale.class, stale -> {
                    assertThat(stale.holder()).isEqualTo(ann);
                    assertThat(stale.note()).contains("another API key").contains("resolve all");
                });
        CheckIn there = roster.checkIn("ann", "ann").get();
        assertThat(there.names()).extracting(CheckIn.Checked::found).containsOnly(Found.KEY_CHANGED);
        assertThat(there.complete()).isTrue();
        assertThat(roster.names("ann").get())
                .extracting(RosterEntry::puuid)
                .containsExactly(identities.puuid(1), identities.puuid(2));
        assertThat(roster.names("ann").get()).extracting(RosterEntry::primary).containsExactly(true, false);
        assertThat(history("ann")).contains(What.KEY_CHANGED);
    }

    @Test
    void resolveAll_plansWhatChanged_andWritesIt() {
        assign("ann", 1, "Ann#EUW");
        assign("ben", 2, "Ben#EUW");
        assign("cid", 3, "Cid#EUW");
        assertThat(roster.planResolveAll("night").get().isEmpty()).isTrue();
        identities.called(2, "Benjamin#EUW");
        identities.gone(3);
        var plan = roster.planResolveAll("night").get();
        assertThat(plan.counts()).containsEntry("rename", 1).containsEntry("refuse", 1);
        assertThat(plan.toString()).contains("ben as Ben#EUW, now Benjamin#EUW");
        var report = plan.apply().get();
        assertThat(report.count(Status.APPLIED)).isEqualTo(1);
        assertThat(report.problems())
                .singleElement()
                .hasToString("failed: cid as Cid#EUW: Riot knows no account for it (Riot knows no account for it)");
        assertThat(roster.names("ben").get().get(0).name()).hasToString("Benjamin#EUW");

        identities.key("key2");
        assertThat(roster.resolveAll("night").get().count(Status.APPLIED)).isEqualTo(2);
        assertThat(roster.all().get()).extracting(RosterEntry::keyFingerprint).containsExactly("key2", "key2", "key1");
    }

    @Test
    void importAll_reportsTheOutcomeOfEachRow() {
        assign("zed", 9, "Zed#EUW");
        identities.called(1, "Ann#EUW");
        identities.called(2, "Ben#EUW");
        identities.called(3, "ANN#EUN");
        List<Registration> rows = List.of(
                new Registration("ann", " Ann #EUW"),
                new Registration("ben", "Ben"),
                new Registration("ben", "Ben#EUW"),
                new Registration("cid", "Zed#EUW"),
                new Registration("", "Dan#EUW"),
                new Registration("eve", "Eve#EUW"),
                new Registration("fay", "Ann#EUW"),
                new Registration("gil", "ANN#EUN"));
        var plan = roster.planImport(rows, "desk").get();
        assertThat(plan.counts()).containsEntry("assign", 4).containsEntry("refuse", 4);
        var report = plan.apply().get();
        assertThat(report.outcomes()
                        .map(outcome -> outcome.change().row() + " " + outcome.status() + " " + outcome.note()))
                .satisfiesExactly(
                        row -> assertThat(row).isEqualTo("1 APPLIED "),
                        row -> assertThat(row).startsWith("2 FAILED it has no # between name and tag"),
                        row -> assertThat(row).isEqualTo("3 APPLIED "),
                        row -> assertThat(row).startsWith("4 STALE zed has Zed#EUW"),
                        row -> assertThat(row).isEqualTo("5 FAILED has no entrant"),
                        row -> assertThat(row).isEqualTo("6 FAILED nobody is called so"),
                        row -> assertThat(row).isEqualTo("7 FAILED is the name of row 1 too"),
                        row -> assertThat(row).startsWith("8 FAILED ANN#EUN looks like Ann#EUW of ann"));
        assertThat(roster.importAll(rows.subList(0, 1), "desk").get().count(Status.UNCHANGED))
                .isEqualTo(1);

        identities.broken(true);
        assertThat(roster.importAll(rows.subList(2, 3), "desk").get().problems())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.note()).startsWith("could not be looked up"));
    }

    @Test
    void importAll_ofAFileOrATable_namesTheRowsOfIt() {
        identities.called(1, "Ann#EUW");
        byte[] list = "entrant,name\nann,Ann#EUW\nben\n,Zed#EUW\n".getBytes(StandardCharsets.UTF_8);
        var report = roster.importAll(Format.csv().read(new ByteArrayInputStream(list), Registration.class), "desk")
                .get();
        assertThat(report.outcomes().map(outcome -> outcome.change().row() + " " + outcome.status()))
                .containsExactly("1 APPLIED", "2 FAILED", "3 FAILED");
        Table table = Table.of("entrants", List.of(Map.of("entrant", "ann", "name", "Ann#EUW"), Map.of("x", 1), 7));
        assertThat(roster.importAll(table, "desk")
                        .get()
                        .outcomes()
                        .map(outcome -> outcome.status() + " " + outcome.note()))
                .containsExactly(
                        "UNCHANGED ",
                        "FAILED has no entrant",
                        "FAILED is neither a Registration nor a map of entrant and name");
    }

    @Test
    void releaseAll_withAlternates_releasesEveryEntry() {
        assign("ann", 1, "Ann#EUW");
        assign("ann", 2, "Zoe#EUW");
        assign("ben", 3, "Ben#EUW");
        roster.releaseAll("desk").get().orThrow();
        assertThat(roster.all().get()).isEmpty();
    }

    @Test
    void rosters_ofDifferentNames_areSeparate() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        IgnRoster spring = roster.named("spring");
        assertThat(spring.assign("ben", ann.name(), "desk").get()).isInstanceOf(Done.class);
        assertThat(spring.all().get()).hasSize(1);
        assertThat(roster.all().get()).containsExactly(ann);
        assertThat(spring.history("ann").get()).isEmpty();
        assertThat(spring).hasToString("IgnRoster(spring)");
        assertThatThrownBy(() -> roster.named(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rules_areAskedBeforeAnythingIsWritten() {
        NameRules rules = NameRules.builder()
                .platforms(Platform.EUW1)
                .ranks(null, Rank.parse("Gold I 100"))
                .build();
        assertThatThrownBy(() -> roster.rules(rules)).hasMessageContaining("where ranks come from");
        assertThatThrownBy(() -> roster.rules(NameRules.plain(2, 9).build())).hasMessageContaining("another game");
        IgnRoster ruled = roster.rules(
                rules,
                account -> Call.done(
                        account.puuid().equals(identities.puuid(1))
                                ? Optional.of(Rank.parse("Master 50"))
                                : Optional.of(Rank.parse("Iron I"))));
        RiotId ann = identities.called(1, "Ann#EUW");
        RiotId ben = identities.called(2, "B.en#EUW");
        assertThat(ruled.assign("ann", ann, "desk").get())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reasons()).hasSize(2));
        identities.plays(2, Platform.EUW1);
        assertThat(ruled.assign("ben", ben, "desk").get())
                .isInstanceOfSatisfying(
                        Done.class, done -> assertThat(done.warnings()).hasSize(1));
        IgnRoster plain =
                roster.rules(NameRules.builder().platforms(Platform.EUW1).build());
        assertThat(plain.assign("ben", ben, "desk").get()).isInstanceOf(Done.class);
    }

    @Test
    void rename_atRiotToAnUnwantedWord_isAProblemAtCheckIn() {
        assign("ann", 1, "Ann#EUW");
        identities.called(1, "darn it#EUW");
        IgnRoster ruled =
                roster.rules(NameRules.builder().unwanted(List.of("darn")).build());
        assertThat(ruled.checkIn("ann", "ann").get().names().get(0).problems())
                .containsExactly("the name holds \"darn\", which is not wanted here");
    }
}

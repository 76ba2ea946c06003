// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonAlias.Kind;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import dev.bracketwire.speedgaming.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PersonResolverTest extends PeopleScene {
    @Test
    void resolve_newPlayers_makesPlaceholders() {
        SourcePlayer ann = player(5, "Ann", ANN);
        SourcePlayer ben = player(6, "Ben", "");
        Map<SourcePlayer, Person> persons = resolveAll(List.of(ann, ben));
        assertThat(persons).containsOnlyKeys(ann, ben);
        assertThat(of(persons, ann).discordId()).isEqualTo(ANN);
        assertThat(of(persons, ann).isPlaceholder()).isTrue();
        assertThat(of(persons, ann).handle()).isEqualTo("sg:" + of(persons, ann).id());
        assertThat(of(persons, ben).discordId()).isNull();
        assertThat(open()).isEmpty();
    }

    @Test
    void resolve_unchanged_writesNothingButLastSeenOnceADay() {
        List<SourcePlayer> players = List.of(
                player(5, "Ann", ANN),
                player(6, "Ben", ""),
                signUp("Cid", "", "cid", "cidlive"),
                signUp("Dan", "", "", ""),
                signUp("AnnTheCrew", ANN, "ann", ""));
        Map<SourcePlayer, Person> first = resolveAll(players);
        pass(Duration.ofHours(23));
        assertThat(resolveAll(players)).isEqualTo(resolveAll(players));
        for (Person person : first.values()) {
            assertThat(stored(person.id()).version()).isEqualTo(1);
            assertThat(aliases(person.id()))
                    .allSatisfy(alias -> assertThat(alias.lastSeen()).isEqualTo(alias.firstSeen()));
        }
        pass(Duration.ofHours(2));
        resolveAll(players);
        for (Person person : first.values()) {
            assertThat(stored(person.id()).version()).isEqualTo(1);
            assertThat(aliases(person.id()))
                    .allSatisfy(alias -> assertThat(alias.lastSeen()).isEqualTo(now));
        }
    }

    @Test
    void resolve_twiceInOneCall_givesOnePerson() {
        SourcePlayer player = player(5, "Ann", ANN);
        SourcePlayer signUp = signUp("ann", " " + ANN + " ", "", "");
        SourcePlayer untold = player(5, "Ann", "");
        Map<SourcePlayer, Person> persons = resolveAll(List.of(untold, signUp, player));
        assertThat(persons.values().stream().map(Person::id).distinct()).hasSize(1);
        assertThat(admin.merges().get()).isEmpty();
    }

    @Test
    void resolve_anyOrder_givesTheSamePersons() {
        List<SourcePlayer> players = List.of(
                player(5, "Ann", ""),
                player(5, "Ann", ANN),
                signUp("Ann", ANN, "", ""),
                player(6, "Ben", BEN),
                player(6, "Ben", ""),
                signUp("ben", BEN, "ben", ""),
                signUp("ben", "", "ben", ""));
        for (int seed = 0; seed < 3; seed++) {
            List<SourcePlayer> order = new ArrayList<>(players);
            Collections.shuffle(order, new Random(seed));
            order.addAll(List.copyOf(order));
            order.subList(3, order.size())
                    .forEach(each -> store.write(session -> resolver.resolve(session, CUP, List.of(each)))
                            .get());
            Map<SourcePlayer, Person> persons = resolveAll(order);
            assertThat(persons.values().stream().map(Person::id).distinct())
                    .as("seed %d", seed)
                    .hasSize(3);
        }
    }

    @Test
    void resolve_badDiscordIds_areNoIds() {
        List<SourcePlayer> players = List.of(
                player(1, "A", "0"),
                player(2, "B", "0"),
                player(3, "C", "18446744073709551616"),
                player(4, "D", "not-a-snowflake"));
        Map<SourcePlayer, Person> persons = resolveAll(players);
        assertThat(persons.values().stream().map(Person::id).distinct()).hasSize(4);
        assertThat(persons.values())
                .allSatisfy(person -> assertThat(person.discordId()).isNull());
        assertThat(resolved(player(5, "E", "18446744073709551615")).discordId()).isEqualTo("18446744073709551615");
    }

    @Test
    void resolve_idAppears_upgradesInPlace() {
        Person before = resolved(player(5, "Ann", ""));
        Person after = resolved(player(5, "Ann", ANN));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.discordId()).isEqualTo(ANN);
        assertThat(resolved(signUp("Ann", ANN, "", "")).id()).isEqualTo(before.id());
    }

    @Test
    void resolve_idAppearsThatAnotherHas_merges() {
        Person placeholder = resolved(player(5, "Ann", ""));
        Person known = resolved(signUp("Ann", ANN, "", ""));
        long match = addMatch(List.of(playing(placeholder)), List.of()).id();

        assertThat(resolved(player(5, "Ann", ANN)).id()).isEqualTo(known.id());
        assertThat(match(match).players().get(0).person()).isEqualTo(known.id());
        assertThat(stored(placeholder.id()).mergedInto()).isEqualTo(known.id());
        assertThat(admin.merges().get())
                .singleElement()
                .satisfies(merge -> assertThat(merge.actor()).isEqualTo("import"));
        assertThat(linked).containsExactly("sg:" + placeholder.id() + " is sg:" + known.id());
        assertThat(resolved(player(5, "Ann", "")).id()).isEqualTo(known.id());
    }

    @Test
    void resolve_mergeWasTakenBack_asksInsteadOfMergingAgain() {
        Person placeholder = resolved(player(5, "Ann", ""));
        Person known = resolved(signUp("Ann", ANN, "", ""));
        resolved(player(5, "Ann", ANN));
        admin.undo(admin.merges().get().get(0).id(), "olga").get();

        assertThat(resolved(player(5, "Ann", ANN)).id()).isEqualTo(placeholder.id());
        assertThat(open()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(Suggestion.Kind.CONFLICT);
            assertThat(List.of(each.first(), each.second())).containsExactly(placeholder.id(), known.id());
            assertThat(each.reasons()).hasSize(1);
        });
    }

    @Test
    void resolve_otherIdForANumber_keepsThePersonAndAsks() {
        Person ann = resolved(player(5, "Ann", ANN));
        assertThat(resolved(player(5, "Ann", BEN))).isEqualTo(ann);
        assertThat(resolved(player(5, "Ann", BEN))).isEqualTo(ann);
        assertThat(open()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(Suggestion.Kind.CONFLICT);
            assertThat(each.first()).isEqualTo(ann.id());
            assertThat(each.reasons().toString()).doesNotContain(BEN).doesNotContain("Ann");
        });
        assertThat(admin.setDiscordId(ann.id(), BEN, "olga").get().discordId()).isEqualTo(BEN);
        assertThat(open()).isEmpty();
        assertThat(resolved(player(5, "Ann", BEN)).id()).isEqualTo(ann.id());
    }

    @Test
    void resolve_swappedIds_changeNothingUntilBothAreSet() {
        Person ann = resolved(player(5, "Ann", ANN));
        Person ben = resolved(player(6, "Ben", BEN));
        List<SourcePlayer> swapped = List.of(player(5, "Ann", BEN), player(6, "Ben", ANN));
        assertThat(resolveAll(swapped).values()).containsExactly(ann, ben);
        assertThat(open()).hasSize(1);

        admin.setDiscordId(ann.id(), null, "olga").get();
        admin.setDiscordId(ben.id(), ANN, "olga").get();
        assertThat(resolveAll(swapped).values().stream().map(Person::id)).containsExactly(ann.id(), ben.id());
        assertThat(stored(ann.id()).discordId()).isEqualTo(BEN);
        assertThat(stored(ben.id()).discordId()).isEqualTo(ANN);
        assertThat(open()).isEmpty();
    }

    @Test
    void resolve_sameNameOnDiscord_onlySuggests() {
        Person ann = resolved(new SourcePlayer(5, "Ann", ANN, "@Ann#0", ""));
        Person other = resolved(signUp("Annie", "", "ann", ""));
        assertThat(other.id()).isNotEqualTo(ann.id());
        assertThat(open()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(Suggestion.Kind.SAME_PERSON);
            assertThat(each.tournament()).isEqualTo(CUP);
            assertThat(each.first()).isEqualTo(ann.id());
            assertThat(each.second()).isEqualTo(other.id());
            assertThat(each.reasons()).containsExactly("Both have the same name on Discord.");
        });
        admin.merge(other.id(), ann.id(), "olga").get();
        assertThat(open()).isEmpty();
        assertThat(resolved(signUp("Annie", "", "ann", "")).id()).isEqualTo(ann.id());
    }

    @Test
    void resolve_legacyTag_neverMatches() {
        Person ann = resolved(new SourcePlayer(5, "Ann", ANN, "ann", ""));
        resolver = resolver(true);
        Person other = resolved(signUp("Annie", "", "ann#1337", ""));
        assertThat(other.id()).isNotEqualTo(ann.id());
        assertThat(open()).isEmpty();
        assertThat(resolved(signUp("Annie", "", "ann#1337", "")).id()).isEqualTo(other.id());
    }

    @Test
    void resolve_linkByName_links() {
        resolver = resolver(true);
        Person ann = resolved(new SourcePlayer(5, "Ann", "", "ann", "annlive"));
        assertThat(resolved(signUp("A", "", "@ANN", "")).id()).isEqualTo(ann.id());
        assertThat(resolved(signUp("B", "", "", "https://twitch.tv/AnnLive")).id())
                .isEqualTo(ann.id());
        Person upgraded = resolved(signUp("C", ANN, "ann", ""));
        assertThat(upgraded.id()).isEqualTo(ann.id());
        assertThat(upgraded.discordId()).isEqualTo(ANN);
        assertThat(resolved(signUp("D", BEN, "ann", "")).id()).isNotEqualTo(ann.id());
        assertThat(open()).isEmpty();
    }

    @Test
    void resolve_channelOfMany_suggestsNothingMore() {
        for (int i = 1; i <= 8; i++) {
            resolved(new SourcePlayer(i, "P" + i, "", "", "restream"));
        }
        assertThat(open()).hasSize(10); // of the first five
    }

    @Test
    void resolve_signUpId_isNoNumberOfAPlayer() {
        resolved(player(0, "Ann", ""));
        Person ben = resolved(player(0, "Ben", ""));
        assertThat(aliases(ben.id())).extracting(PersonAlias::kind).doesNotContain(Kind.PLAYER_NUMBER);
        assertThat(resolved(player(-3, "Cid", "")).id()).isNotEqualTo(ben.id());
    }

    @Test
    void resolve_userOfTheHost_isLinkedAndAMember() {
        Person ann = resolved(player(5, "Ann", ANN));
        users.put(ANN, "user-ann");
        users.put(BEN, "user-ben");
        SourcePlayer annAgain = player(5, "Ann", ANN);
        SourcePlayer ben = player(6, "Ben", BEN);
        Map<SourcePlayer, Person> persons = resolveAll(List.of(annAgain, ben, signUp("Ann", ANN, "", "")));
        assertThat(of(persons, annAgain).id()).isEqualTo(ann.id());
        assertThat(of(persons, annAgain).hostUser()).isEqualTo("user-ann");
        assertThat(of(persons, ben).hostUser()).isEqualTo("user-ben");
        assertThat(linked).containsExactly("sg:" + ann.id() + " is user-ann");
        assertThat(members).containsExactlyInAnyOrder("user-ann in " + CUP, "user-ben in " + CUP);
    }

    @Test
    void resolve_userWhoWasLinkedByHand_takesThePlaceholderOver() {
        Person byHand = resolved(player(5, "Ann", ""));
        admin.link(byHand.id(), "user-ann", "olga").get();
        Person other = resolved(signUp("Ann", ANN, "", ""));
        users.put(ANN, "user-ann");
        Person ann = resolved(signUp("Ann", ANN, "", ""));
        assertThat(ann.id()).isEqualTo(byHand.id());
        assertThat(ann.discordId()).isEqualTo(ANN);
        assertThat(stored(other.id()).mergedInto()).isEqualTo(byHand.id());

        users.put(BEN, "user-ann"); // a second account
        Person second = resolved(signUp("Annie", BEN, "", ""));
        assertThat(second.isPlaceholder()).isTrue();
        assertThat(open())
                .singleElement()
                .satisfies(each -> assertThat(each.kind()).isEqualTo(Suggestion.Kind.CONFLICT));
    }

    @Test
    void resolve_newName_isShownAndOldOneDoesNotComeBack() {
        Person ann = resolved(player(5, "Ann", ANN));
        assertThat(resolved(player(5, "Annie", ANN)).name()).isEqualTo("Annie");
        assertThat(resolved(player(5, "Ann", ANN)).name()).isEqualTo("Annie");
        assertThat(stored(ann.id()).version()).isEqualTo(2);
    }

    @Test
    void find_players_writesNothing() {
        SourcePlayer known = player(5, "Ann", ANN);
        resolved(known);
        SourcePlayer changed = player(5, "Annie", ANN);
        Map<SourcePlayer, Person> found = store.read(
                        session -> resolver.find(session, List.of(known, changed, player(6, "Ben", ""))))
                .get();
        assertThat(found).containsOnlyKeys(known, changed);
        assertThat(of(found, changed).name()).isEqualTo("Ann");
    }

    @Test
    void resolve_tenThousand_isOneBatch() {
        List<SourcePlayer> players = LongStream.rangeClosed(1, 10_000)
                .mapToObj(i -> new SourcePlayer(
                        i, "Player " + i, i % 4 == 0 ? "" : String.valueOf(ANN + i), "tag" + i, "t" + i))
                .toList();
        Map<SourcePlayer, Person> first = resolveAll(players);
        assertThat(first.values().stream().map(Person::id).collect(Collectors.toSet()))
                .hasSize(10_000);
        long start = System.nanoTime();
        assertThat(resolveAll(players)).isEqualTo(first);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.ConflictException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonMerge;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PersonAdminTest extends PeopleScene {
    @Test
    void merge_twoPersons_movesMatchesAndSigns() {
        Person from = resolved(new SourcePlayer(5, "Ann", ANN, "ann", "annlive"));
        Person into = resolved(player(6, "Annie", ""));
        Person ben = resolved(player(7, "Ben", BEN));
        ScheduledMatch first = addMatch(List.of(playing(from), playing(ben)), List.of());
        ScheduledMatch second = addMatch(List.of(playing(ben)), List.of(crew(from, CrewRole.TRACKER, 30)));

        PersonMerge merge = admin.merge(from.id(), into.id(), "olga").get();

        assertThat(merge.from()).isEqualTo(from.id());
        assertThat(merge.into()).isEqualTo(into.id());
        assertThat(admin.person(from.id()).get()).isEqualTo(stored(into.id()));
        assertThat(stored(into.id()).discordId()).isEqualTo(ANN);
        assertThat(stored(into.id()).twitch()).isEqualTo("annlive");
        assertThat(match(first.id()).players()).extracting(MatchPlayer::person).containsExactly(into.id(), ben.id());
        assertThat(match(second.id()).crew())
                .singleElement()
                .satisfies(member -> assertThat(member.person()).isEqualTo(into.id()));
        assertThat(aliases(from.id())).isEmpty();
        assertThat(matches(from.id())).isEmpty();
        assertThat(stored(into.id()).unusedSince()).isNull();
        assertThat(log(first))
                .last()
                .satisfies(entry ->
                        assertThat(entry.kind() + " by " + entry.actor()).isEqualTo("merge by olga"));
        assertThat(resolved(player(5, "Ann", ANN)).id()).isEqualTo(into.id());
    }

    @Test
    void merge_bothInOneMatch_keepsTheOlderPlace() {
        Person one = resolved(player(5, "Ann", ""));
        Person two = resolved(player(6, "Annie", ""));
        ScheduledMatch match = addMatch(
                List.of(playing(one), playing(two)),
                List.of(
                        crew(two, CrewRole.TRACKER, 31),
                        crew(one, CrewRole.TRACKER, 30),
                        crew(one, CrewRole.COMMENTATOR, 32)));
        long merge = admin.merge(one.id(), two.id(), "olga").get().id();
        ScheduledMatch merged = match(match.id());
        assertThat(merged.players()).containsExactly(new MatchPlayer(two.id(), "Ann", ""));
        assertThat(merged.crew()).extracting(member -> member.signUp()).containsExactly(30L, 32L);
        assertThat(merged.crew()).extracting(member -> member.person()).containsOnly(two.id());

        admin.undo(merge, "olga").get();
        assertThat(match(match.id()).players()).isEqualTo(match.players());
        assertThat(match(match.id()).crew()).isEqualTo(match.crew());
    }

    @Test
    void undo_nothingChanged_givesEverythingBack() {
        Person from = resolved(new SourcePlayer(5, "Ann", ANN, "ann", "annlive"));
        Person into = resolved(new SourcePlayer(6, "Annie", "", "ann", ""));
        ScheduledMatch match = addMatch(List.of(playing(from)), List.of(crew(from, CrewRole.HELPER, 9)));
        var fromAliases = aliases(from.id());
        var intoAliases = aliases(into.id());
        Person before = stored(from.id());
        long merge = admin.merge(from.id(), into.id(), "olga").get().id();
        pass(Duration.ofHours(1));

        Person back = admin.undo(merge, "olga").get();
        assertThat(back).usingRecursiveComparison().ignoringFields("version").isEqualTo(before);
        assertThat(stored(into.id()).discordId()).isNull();
        assertThat(stored(into.id()).twitch()).isNull();
        assertThat(aliases(from.id())).containsExactlyInAnyOrderElementsOf(fromAliases);
        assertThat(aliases(into.id())).containsExactlyInAnyOrderElementsOf(intoAliases);
        assertThat(match(match.id()).players()).isEqualTo(match.players());
        assertThat(match(match.id()).crew()).isEqualTo(match.crew());
        assertThat(admin.merges().get())
                .singleElement()
                .satisfies(each -> assertThat(each.undoneAt()).isEqualTo(now));
        assertThatThrownBy(() -> admin.undo(merge, "olga").get()).isInstanceOf(ConflictException.class);
    }

    @Test
    void undo_changedSince_leavesTheLaterWithTheOther() {
        Person from = resolved(player(5, "Ann", ANN));
        Person into = resolved(player(6, "Annie", ""));
        Person ben = resolved(player(7, "Ben", BEN));
        ScheduledMatch replaced = addMatch(List.of(playing(from)), List.of());
        ScheduledMatch extended = addMatch(List.of(playing(from)), List.of());
        long merge = admin.merge(from.id(), into.id(), "olga").get().id();
        ScheduledMatch one = match(replaced.id());
        replace(one, one.edit().players(List.of(playing(ben))).done());
        ScheduledMatch two = match(extended.id());
        replace(
                two,
                two.edit().players(List.of(playing(ben), two.players().get(0))).done());
        ScheduledMatch later = addMatch(List.of(playing(into)), List.of());
        admin.setDiscordId(into.id(), "77", "olga").get();

        Person back = admin.undo(merge, "olga").get();
        assertThat(back.discordId()).isEqualTo(ANN);
        assertThat(stored(into.id()).discordId()).isEqualTo("77");
        assertThat(match(replaced.id()).players())
                .extracting(MatchPlayer::person)
                .containsExactly(ben.id());
        assertThat(match(extended.id()).players())
                .extracting(MatchPlayer::person)
                .containsExactly(ben.id(), from.id());
        assertThat(match(later.id()).players()).extracting(MatchPlayer::person).containsExactly(into.id());
    }

    @Test
    void merge_chain_isFollowedAndTakenBackInReverse() {
        Person a = resolved(player(1, "A", ""));
        Person b = resolved(player(2, "B", ""));
        Person c = resolved(player(3, "C", ""));
        ScheduledMatch match = addMatch(List.of(playing(a)), List.of());
        long first = admin.merge(a.id(), b.id(), "olga").get().id();
        long second = admin.merge(b.id(), c.id(), "olga").get().id();
        assertThat(admin.person(a.id()).get().id()).isEqualTo(c.id());
        assertThat(resolved(player(1, "A", "")).id()).isEqualTo(c.id());
        assertThatThrownBy(() -> admin.merge(c.id(), a.id(), "olga").get()).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> admin.merge(a.id(), c.id(), "olga").get()).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> admin.merge(c.id(), c.id(), "olga").get()).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> admin.undo(first, "olga").get())
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("take that merge back first");
        admin.undo(second, "olga").get();
        admin.undo(first, "olga").get();
        assertThat(match(match.id()).players()).isEqualTo(match.players());
        assertThat(resolved(player(1, "A", "")).id()).isEqualTo(a.id());
        assertThat(resolved(player(2, "B", "")).id()).isEqualTo(b.id());
    }

    @Test
    void merge_staleEdit_isRefusedByItsVersion() {
        Person from = resolved(player(5, "Ann", ""));
        Person into = resolved(player(6, "Annie", ANN));
        Person read = stored(from.id());
        admin.merge(from.id(), into.id(), "olga").get();
        assertThatThrownBy(() -> store.write(session -> session.people().replace(List.of(read)))
                        .get())
                .hasMessageContaining("version");
        assertThat(admin.person(from.id()).get().id()).isEqualTo(into.id());
    }

    @Test
    void merge_bothWaysAtOnce_happensOnce() {
        Person one = resolved(player(5, "Ann", ""));
        Person two = resolved(player(6, "Annie", ""));
        ScheduledMatch match = addMatch(List.of(playing(one), playing(two)), List.of());
        long done = Stream.of(
                        admin.merge(one.id(), two.id(), "olga").start(),
                        admin.merge(two.id(), one.id(), "olaf").start())
                .map(call -> call.handle((merge, failure) -> failure == null))
                .filter(CompletableFuture::join)
                .count();
        assertThat(done).isEqualTo(1);
        assertThat(admin.merges().get()).hasSize(1);
        assertThat(match(match.id()).players())
                .singleElement()
                .satisfies(player -> assertThat(player.person())
                        .isEqualTo(admin.person(one.id()).get().id()));
    }

    @Test
    void merge_twoUsers_isRefused() {
        Person ann = resolved(player(5, "Ann", ANN));
        Person ben = resolved(player(6, "Ben", BEN));
        admin.link(ann.id(), "user-ann", "olga").get();
        admin.link(ben.id(), "user-ben", "olga").get();
        assertThatThrownBy(() -> admin.merge(ann.id(), ben.id(), "olga").get()).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> admin.person(999_999).get()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void link_userWithAPerson_merges() {
        Person ann = resolved(player(5, "Ann", ANN));
        Person other = resolved(player(6, "Annie", ""));
        assertThat(admin.link(ann.id(), "user-ann", "olga").get().hostUser()).isEqualTo("user-ann");
        assertThat(admin.link(other.id(), "user-ann", "olga").get().id()).isEqualTo(ann.id());
        assertThat(admin.link(other.id(), "user-ann", "olga").get().id()).isEqualTo(ann.id());
        assertThatThrownBy(() -> admin.link(ann.id(), "user-ben", "olga").get()).isInstanceOf(ConflictException.class);
        assertThat(linked).hasSize(2);
    }

    @Test
    void link_blankUser_isRefused() {
        Person ann = resolved(player(5, "Ann", ANN));
        for (String blank : List.of("", " ", "\t\n", "x".repeat(201))) {
            assertThatThrownBy(() -> admin.link(ann.id(), blank, "olga"))
                    .hasMessageContaining("hostUser must have 1 to 200");
            assertThatThrownBy(() -> admin.claim(blank, ANN)).hasMessageContaining("hostUser must have 1 to 200");
        }
        assertThat(stored(ann.id()).hostUser()).isNull();
    }

    @Test
    void claim_signIn_linksThePlaceholder() {
        assertThat(admin.claim("user-ann", ANN).get().isPresent()).isFalse();
        Person shown = resolved(player(5, "Ann", ANN));
        assertThat(admin.claim("user-ann", " " + ANN).get().orElseThrow().id()).isEqualTo(shown.id());
        assertThat(admin.claim("user-ann", ANN).get().orElseThrow()).isEqualTo(stored(shown.id()));
        assertThat(linked).containsExactly("sg:" + shown.id() + " is user-ann");
        assertThatThrownBy(() -> admin.claim("user-ben", ANN).get()).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> admin.claim("user-ben", "0")).isInstanceOf(IllegalArgumentException.class);

        Person second = resolved(player(6, "Annie", BEN)); // another account of the same user
        assertThat(admin.claim("user-ann", BEN).get().orElseThrow().id()).isEqualTo(shown.id());
        assertThat(stored(second.id()).mergedInto()).isEqualTo(shown.id());
        assertThat(resolved(player(6, "Annie", BEN)).id()).isEqualTo(shown.id());
        assertThat(stored(shown.id()).discordId()).isEqualTo(ANN);
    }

    @Test
    void setDiscordId_ofAnother_isRefused() {
        Person ann = resolved(player(5, "Ann", ANN));
        Person ben = resolved(player(6, "Ben", ""));
        assertThatThrownBy(() -> admin.setDiscordId(ben.id(), ANN, "olga").get())
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> admin.setDiscordId(ben.id(), "x", "olga"))
                .isInstanceOf(IllegalArgumentException.class);
        admin.setDiscordId(ann.id(), null, "olga").get();
        users.put(ANN, "user-ben");
        assertThat(admin.setDiscordId(ben.id(), ANN, "olga").get().hostUser()).isEqualTo("user-ben");
    }

    @Test
    void search_merged_isLeftOut() {
        Person ann = resolved(player(5, "Ann", ""));
        Person annie = resolved(player(6, "Annie", ""));
        admin.merge(ann.id(), annie.id(), "olga").get();
        assertThat(admin.search("aNN").get()).extracting(Person::id).containsExactly(annie.id());
        assertThat(admin.aliases(ann.id()).get()).isNotEmpty().isEqualTo(aliases(annie.id()));
    }

    @Test
    void dismiss_suggestion_settlesItOnce() {
        resolved(new SourcePlayer(5, "Ann", ANN, "ann", ""));
        resolved(signUp("Ann", "", "ann", ""));
        long id = open().get(0).id();
        assertThat(admin.dismiss(id, "olga").get()).isTrue();
        assertThat(admin.dismiss(id, "olga").get()).isFalse();
        assertThat(open()).isEmpty();
    }

    @Test
    void export_person_hasAllThatIsKept() throws Exception {
        Person ann = resolved(new SourcePlayer(5, "Ann \"A\"", ANN, "ann", "annlive"));
        Person other = resolved(signUp("Annie", "", "ann", ""));
        addMatch(List.of(playing(ann)), List.of(crew(other, CrewRole.TRACKER, 30)));
        admin.merge(other.id(), ann.id(), "olga").get();
        JsonNode all = new ObjectMapper().readTree(admin.export(other.id()).get());
        assertThat(all.path("persons").findValuesAsText("name")).containsExactly("Ann \"A\"", "Annie");
        assertThat(all.path("aliases").findValuesAsText("value"))
                .contains(ANN, "5", "ann", "annlive", "Ann \"A\"", "Annie", "@ann");
        assertThat(all.path("matches").findValuesAsText("role")).containsExactly("PLAYER", "TRACKER");
        assertThat(all.path("merges")).hasSize(1);
        assertThat(all.path("suggestions")).hasSize(1);
    }

    @Test
    void erase_person_blanksItEverywhere() {
        Person ann = resolved(new SourcePlayer(5, "Annabella", ANN, "annabella", "annlive"));
        Person other = resolved(signUp("Annabell", "", "annabella", ""));
        Person ben = resolved(player(6, "Ben", BEN));
        ScheduledMatch match =
                addMatch(List.of(playing(ann), playing(ben)), List.of(crew(other, CrewRole.TRACKER, 30)));
        PersonMerge merge = admin.merge(other.id(), ann.id(), "olga").get();

        assertThat(admin.erase(other.id(), "olga").get()).isEqualTo(1);
        assertThat(admin.export(ann.id()).get())
                .doesNotContainIgnoringCase("anna")
                .doesNotContain(ANN, "annlive");
        assertThat(match(match.id()).toString())
                .doesNotContainIgnoringCase("anna")
                .contains("Ben");
        assertThat(log(match).toString()).doesNotContainIgnoringCase("anna");
        assertThat(log(match))
                .last()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo("erase"));
        assertThat(open()).isEmpty();
        assertThatThrownBy(() -> admin.undo(merge.id(), "olga").get()).isInstanceOf(NotFoundException.class);
        Person again = resolved(player(5, "Annabella", ANN));
        assertThat(again.id()).isNotIn(ann.id(), other.id());
    }

    @Test
    void removeUnused_after30Days_removesPlaceholders() {
        Person unused = resolved(player(5, "Ann", ""));
        Person playing = resolved(player(6, "Ben", BEN));
        Person user = resolved(player(7, "Cid", ""));
        admin.link(user.id(), "user-cid", "olga").get();
        addMatch(List.of(playing(playing)), List.of());
        pass(Duration.ofDays(29));
        assertThat(admin.removeUnused().get()).isZero();
        pass(Duration.ofDays(2));
        assertThat(admin.removeUnused().get()).isEqualTo(1);
        assertThatThrownBy(() -> admin.person(unused.id()).get()).isInstanceOf(NotFoundException.class);
        assertThat(resolved(player(6, "Ben", BEN)).id()).isEqualTo(playing.id());
        assertThat(resolved(player(7, "Cid", "")).id()).isEqualTo(user.id());
        assertThat(resolved(player(5, "Ann", "")).id()).isNotEqualTo(unused.id());
    }

    private List<MatchLogEntry> log(ScheduledMatch match) {
        return store.read(session -> session.matches().logOf(match.id())).get();
    }
}

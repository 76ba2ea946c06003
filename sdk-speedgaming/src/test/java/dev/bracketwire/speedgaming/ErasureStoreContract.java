// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the sentences of {@link PersonStore} about suggestions, merges and erased persons. */
abstract class ErasureStoreContract extends PersonStoreContract {
    private static final Suggestion.Kind PERSONS = Suggestion.Kind.SAME_PERSON;

    private boolean suggested(Suggestion suggestion) {
        return write(session -> session.people().suggest(suggestion));
    }

    @Test
    void suggest_samePairInEitherOrder_isAddedOnce() {
        assertThat(suggested(suggestion(PERSONS, 2, 1))).isTrue();
        assertThat(suggested(suggestion(PERSONS, 2, 1))).isFalse();
        assertThat(suggested(suggestion(PERSONS, 1, 2))).isFalse();
        assertThat(suggested(suggestion(Suggestion.Kind.SAME_MATCH, 1, 2))).isTrue();
        assertThat(suggested(suggestion(PERSONS, 1, 3))).isTrue();
        assertThat(readList(session -> session.people().suggestions(true)))
                .extracting(Suggestion::first)
                .containsExactly(2L, 1L, 1L);
    }

    @Test
    void settle_openSuggestion_isDoneOnceAndItIsNotSuggestedAgain() {
        suggested(suggestion(PERSONS, 1, 2));
        suggested(suggestion(PERSONS, 1, 3));
        long id = readList(session -> session.people().suggestions(true)).get(0).id();
        boolean first = write(session -> session.people().settle(id, "olga", NOON));
        boolean second = write(session -> session.people().settle(id, "piet", NOON.plusSeconds(1)));
        boolean unknown = write(session -> session.people().settle(id + 100, "piet", NOON));
        assertThat(List.of(first, second, unknown)).containsExactly(true, false, false);
        assertThat(suggested(suggestion(PERSONS, 1, 2))).isFalse();
        Suggestion settled = read(session -> session.people().suggestions(false).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow());
        assertThat(settled.settledBy()).isEqualTo("olga");
        assertThat(settled.settledAt()).isEqualTo(NOON);
        assertThat(readList(session -> session.people().suggestions(true)))
                .extracting(Suggestion::second)
                .containsExactly(3L);
        assertThat(readList(session -> session.people().suggestions(false))).hasSize(2);
    }

    @Test
    void suggestions_many_givesAllOpenOnes_orTheNewest500() {
        for (int i = 1; i <= 510; i++) {
            Suggestion each =
                    new Suggestion(0, PERSONS, "", 0, i, List.of(), NOON.plusSeconds(i), i > 505 ? NOON : null, null);
            change(session -> session.people().suggest(each));
        }
        assertThat(readList(session -> session.people().suggestions(true)))
                .extracting(Suggestion::second)
                .containsExactlyElementsOf(numbers(1, 506));
        assertThat(readList(session -> session.people().suggestions(false)))
                .extracting(Suggestion::second)
                .containsExactlyElementsOf(numbers(11, 511));
    }

    private PersonMerge merge(long from, long into, String state) {
        return write(session -> session.people().addMerge(new PersonMerge(0, from, into, "olga", NOON, null), state));
    }

    @Test
    void merges_several_newestComesFirst_andKeepsItsState() {
        PersonMerge first = merge(1, 2, "one");
        PersonMerge second = merge(3, 4, "two");
        change(session -> session.people().markUndone(first.id(), NOON.plusSeconds(1)));
        assertThat(readList(session -> session.people().merges()))
                .containsExactly(second, new PersonMerge(first.id(), 1, 2, "olga", NOON, NOON.plusSeconds(1)));
        assertThat(readOptional(session -> session.people().findUndoState(first.id())))
                .contains("one");
    }

    @Test
    void merges_many_givesTheNewest500() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 505; i++) {
            ids.add(0, merge(1, 2, "").id());
        }
        assertThat(readList(session -> session.people().merges()))
                .extracting(PersonMerge::id)
                .containsExactlyElementsOf(ids.subList(0, 500));
    }

    @Test
    void blank_person_isNowhereNamedAnyMore() {
        Person into = added(new Person(0, 0, "Ann \"Q\" B", "4242", "ann_tv", "host-ann", null, NOON, null));
        Person from = added(new Person(0, 0, "Annette", "4343", null, null, into.id(), NOON, null));
        Person other = added(person("Bob", "77", null));
        ScheduledMatch played = added(draft().players(List.of(
                        new MatchPlayer(into.id(), "Ann \"Q\" B", "ann_tv"),
                        new MatchPlayer(other.id(), "Bob", "bob_tv")))
                .done());
        ScheduledMatch crew = added(draft().crew(List.of(
                        new CrewMember(from.id(), CrewRole.TRACKER, 9, "Annie", true, true, "en"),
                        new CrewMember(other.id(), CrewRole.HELPER, 8, "Bob", true, true, "en")))
                .done());
        ScheduledMatch apart = added(played(other.id()));
        PersonMerge merge = merge(from.id(), into.id(), "[]");
        PersonMerge third = merge(800, 801, "{\"players\":[\"ANN \\\"q\\\" b\"]}");
        PersonMerge unrelated = merge(810, 811, "{\"players\":[\"Bob\"]}");
        change(session -> {
            session.people()
                    .addAliases(List.of(
                            alias(into.id(), PersonAlias.Kind.DISCORD_NAME, "ann"),
                            alias(from.id(), PersonAlias.Kind.DISPLAY_NAME, "annette"),
                            alias(other.id(), PersonAlias.Kind.DISPLAY_NAME, "bob")));
            session.people().suggest(suggestion(PERSONS, into.id(), other.id()));
            session.people().suggest(suggestion(Suggestion.Kind.CONFLICT, other.id(), from.id()));
            session.people().suggest(suggestion(Suggestion.Kind.SAME_MATCH, 900, crew.id()));
            session.people().suggest(suggestion(Suggestion.Kind.SAME_MATCH, 900, apart.id()));
            ImportRun run = session.runs().begin(run());
            session.runs().stage(run.number(), "[\"Ann\"]".getBytes(StandardCharsets.UTF_8));
            session.runs()
                    .finish(new ImportRun(
                            run.number(),
                            "*",
                            null,
                            null,
                            ImportRun.Status.APPLIED,
                            NOON,
                            NOON,
                            Map.of("create", 1),
                            List.of("Ann_TV has no id", "episode 7 has no time")));
        });
        int blanked = write(session -> session.people().blank(into.id()));

        assertThat(blanked).isEqualTo(2);
        assertThat(storedPerson(into.id())).isEqualTo(new Person(into.id(), 2, "", null, null, null, null, NOON, null));
        assertThat(storedPerson(from.id()))
                .isEqualTo(new Person(from.id(), 2, "", null, null, null, into.id(), NOON, null));
        assertThat(storedPerson(other.id())).isEqualTo(other);
        assertThat(stored(played.id()).players())
                .containsExactly(new MatchPlayer(into.id(), "", ""), new MatchPlayer(other.id(), "Bob", "bob_tv"));
        assertThat(stored(played.id()).version()).isEqualTo(2);
        assertThat(stored(crew.id()).crew())
                .containsExactly(
                        new CrewMember(from.id(), CrewRole.TRACKER, 9, "", true, true, "en"),
                        new CrewMember(other.id(), CrewRole.HELPER, 8, "Bob", true, true, "en"));
        assertThat(stored(apart.id())).isEqualTo(apart);
        assertThat(readList(session -> session.people().aliasesOf(into.id()))).isEmpty();
        assertThat(readList(session -> session.people().aliasesOf(from.id()))).isEmpty();
        assertThat(readList(session -> session.people().aliasesOf(other.id()))).hasSize(1);
        assertThat(readList(session -> session.people().suggestions(true)))
                .extracting(Suggestion::reasons)
                .containsExactly(List.of(), List.of(), List.of(), List.of("They look alike."));
        assertThat(readOptional(session -> session.people().findUndoState(merge.id())))
                .isEmpty();
        assertThat(readOptional(session -> session.people().findUndoState(third.id())))
                .isEmpty();
        assertThat(readOptional(session -> session.people().findUndoState(unrelated.id())))
                .isPresent();
        ImportRun run = readList(session -> session.runs().newest(1)).get(0);
        assertThat(run.problems()).containsExactly("episode 7 has no time");
        assertThat(readOptional(session -> session.runs().body(run.number()))).isEmpty();
        assertThat(readList(session -> session.people().search("ann"))).isEmpty();
    }

    @Test
    void blank_matchThatWasReadBefore_refusesItsOldVersion() {
        Person person = added(person("Ann"));
        ScheduledMatch match = added(played(person.id()));
        change(session -> session.people().blank(person.id()));
        assertThatThrownBy(() -> write(session -> session.matches().replace(List.of(match))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> write(session -> session.people().replace(List.of(person))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void blank_unknownPerson_changesNothing() {
        Person other = added(person(""));
        int blanked = write(session -> session.people().blank(99_999));
        assertThat(blanked).isZero();
        assertThat(storedPerson(other.id())).isEqualTo(other);
    }
}

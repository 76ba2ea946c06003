// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the sentences of {@link PersonStore}. */
abstract class PersonStoreContract extends MatchStoreContract {
    private static final String LARGEST_ID = "18446744073709551615";
    private static final PersonAlias.Kind NAME = PersonAlias.Kind.DISCORD_NAME;

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void person_everyColumn_isFoundAsItWas(String text) {
        Person given = new Person(9, 9, text, LARGEST_ID, text, "olga'", 77L, NOON, NOON.plusMillis(1));
        Person added = added(given);
        assertThat(storedPerson(added.id())).isEqualTo(added);
        assertThat(added)
                .usingRecursiveComparison()
                .ignoringFields("id", "version")
                .isEqualTo(given);
        assertThat(added.version()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void alias_everyText_isFoundAsItWasAndOnlyByItself(String text) {
        Person person = added(person("a"));
        PersonAlias alias = alias(person.id(), NAME, text);
        change(session -> session.people().addAliases(List.of(alias, alias(person.id(), NAME, text + "!"))));
        assertThat(readList(session -> session.people().aliases(NAME, List.of(text))))
                .containsExactly(alias);
        assertThat(readList(session -> session.people().aliases(PersonAlias.Kind.TWITCH, List.of(text))))
                .isEmpty();
        assertThat(readList(session -> session.people().aliasesOf(person.id()))).hasSize(2);
        change(session -> session.people().removeAliases(List.of(alias)));
        assertThat(readList(session -> session.people().aliases(NAME, List.of(text))))
                .isEmpty();
        assertThat(readList(session -> session.people().aliasesOf(person.id()))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void search_everyText_findsThoseWhoseNameContainsIt(String text) {
        Person person = added(person("<" + text + ">"));
        added(person("other"));
        assertThat(readList(session -> session.people().search(text))).contains(person);
        assertThat(readList(session -> session.people().search("<" + text))).containsExactly(person);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void suggestionAndMerge_everyText_isFoundAsItWas(String text) {
        Suggestion given =
                new Suggestion(0, Suggestion.Kind.CONFLICT, text, 4, 3, List.of(text, "b"), NOON, null, null);
        change(session -> session.people().suggest(given));
        PersonMerge merge =
                write(session -> session.people().addMerge(new PersonMerge(9, 1, 2, text, NOON, null), text));
        assertThat(readList(session -> session.people().suggestions(true)))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactly(given);
        assertThat(readList(session -> session.people().merges())).containsExactly(merge);
        assertThat(merge.actor()).isEqualTo(text);
        assertThat(readOptional(session -> session.people().findUndoState(merge.id())))
                .contains(text);
    }

    @Test
    void person_textThatADatabaseCannotKeep_isStoredAsItIsReturned() {
        Person added = added(person("a\0b \uDE00 c"));
        assertThat(storedPerson(added.id())).isEqualTo(added);
        change(session -> session.people().addAliases(List.of(alias(added.id(), NAME, "a\0b"))));
        assertThat(readList(session -> session.people().aliases(NAME, List.of("a\0b"))))
                .hasSize(1);
    }

    @Test
    void find_unknown_isEmpty() {
        assertThat(readOptional(session -> session.people().find(77))).isEmpty();
        assertThat(readMap(session -> session.people().findAll(List.of(77L)))).isEmpty();
        assertThat(readMap(session -> session.people().findAll(List.of()))).isEmpty();
        assertThat(readMap(session -> session.people().byDiscordId(List.of()))).isEmpty();
        assertThat(readList(session -> session.people().aliases(NAME, List.of())))
                .isEmpty();
        assertThat(readList(session -> session.people().mergesOf(List.of()))).isEmpty();
        assertThat(readList(session -> session.people().mergesOf(List.of(77L)))).isEmpty();
        assertThat(readOptional(session -> session.people().findUndoState(1))).isEmpty();
        assertThat(writeList(session -> session.people().add(List.of()))).isEmpty();
        assertThat(writeList(session -> session.people().replace(List.of()))).isEmpty();
    }

    @Test
    void mergedPerson_isFoundByIdOnly() {
        Person into = added(person("Into"));
        Person from = added(new Person(0, 0, "From", "42", null, "olga", into.id(), NOON, null));
        change(session -> session.people().addAliases(List.of(alias(from.id(), NAME, "from"))));
        assertThat(storedPerson(from.id())).isEqualTo(from);
        assertThat(readMap(session -> session.people().findAll(List.of(from.id(), into.id(), 99_999L))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(from.id(), from, into.id(), into));
        assertThat(readMap(session -> session.people().byDiscordId(List.of("42"))))
                .isEmpty();
        assertThat(readOptional(session -> session.people().findByHostUser("olga")))
                .isEmpty();
        assertThat(readList(session -> session.people().search("from"))).isEmpty();
        assertThat(readList(session -> session.people().aliases(NAME, List.of("from"))))
                .isEmpty();
        assertThat(readList(session -> session.people().aliasesOf(from.id()))).hasSize(1);
    }

    @Test
    void byDiscordId_severalIds_leavesOthersOut() {
        Person person = added(person("a", LARGEST_ID, null));
        assertThat(readMap(session -> session.people().byDiscordId(List.of(LARGEST_ID, "1"))))
                .containsExactlyEntriesOf(Map.of(LARGEST_ID, person));
    }

    @Test
    void findByHostUser_known_isFound() {
        Person person = added(person("a", null, "O'lga"));
        assertThat(readOptional(session -> session.people().findByHostUser("O'lga")))
                .contains(person);
        assertThat(readOptional(session -> session.people().findByHostUser("o'lga")))
                .isEmpty();
    }

    @Test
    void discordIdOrHostUser_ofAnotherPerson_isRefused() {
        added(person("a", "42", "olga"));
        Person other = added(person("b"));
        assertConstraint(() -> added(person("c", "42", null)));
        assertConstraint(() -> added(person("c", null, "olga")));
        Person taken = new Person(other.id(), 1, "b", "42", null, null, null, NOON, null);
        assertConstraint(() -> write(session -> session.people().replace(List.of(taken))));
        assertThat(storedPerson(other.id())).isEqualTo(other);
        assertThat(readMap(session -> session.people().byDiscordId(List.of("42"))))
                .hasSize(1);
    }

    @Test
    void search_caseAndOrder_areThoseOfTheName() {
        List<Person> persons = write(session ->
                session.people().add(List.of(person("b\u00C4R"), person("a\u00E4r"), person("a\u00E4r"), person("x"))));
        assertThat(readList(session -> session.people().search("\u00C4r")))
                .containsExactly(persons.get(1), persons.get(2), persons.get(0));
        assertThat(readList(session -> session.people().search(""))).hasSize(4);
    }

    @Test
    void search_manyFound_givesAHundred() {
        List<Person> persons = new ArrayList<>();
        for (int i = 100; i < 250; i++) {
            persons.add(person("n" + i));
        }
        change(session -> session.people().add(persons));
        assertThat(readList(session -> session.people().search("N")))
                .hasSize(100)
                .extracting(Person::name)
                .startsWith("n100")
                .endsWith("n199");
    }

    @Test
    void tenThousand_personsAndAliases_areFoundInOneCall() {
        List<Person> persons = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            persons.add(person("n" + i, "" + i, null));
            ids.add("" + i);
        }
        List<Person> added = write(session -> session.people().add(persons));
        change(session -> session.people()
                .addAliases(added.stream()
                        .map(each -> alias(each.id(), NAME, each.name()))
                        .toList()));
        assertThat(readMap(session -> session.people().byDiscordId(ids))).hasSize(10_000);
        List<String> names = persons.stream().map(Person::name).toList();
        assertThat(readList(session -> session.people().aliases(NAME, names))).hasSize(10_000);
        assertThat(writeMap(session ->
                        session.people().findAll(added.stream().map(Person::id).toList())))
                .hasSize(10_000);
    }

    @Test
    void replace_storedVersion_addsOne_andAnotherIsRefused() {
        Person person = added(person("a"));
        Person replaced = write(session -> session.people().replace(List.of(withName(person, "b"))))
                .get(0);
        assertThat(replaced)
                .isEqualTo(new Person(person.id(), 2, "b", null, null, null, null, NOON, null))
                .isEqualTo(storedPerson(person.id()));
        assertThat(readList(session -> session.people().search("a"))).isEmpty();
        assertThatThrownBy(() -> write(session -> session.people().replace(List.of(person))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> write(session -> session.people().replace(List.of(person("new")))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(storedPerson(person.id())).isEqualTo(replaced);
    }

    @Test
    void replace_idsChangeHands_inOneCall() {
        Person a = added(person("a", "1", "olga"));
        Person b = added(person("b", "2", "piet"));
        List<Person> swapped = write(session -> session.people()
                .replace(List.of(
                        new Person(a.id(), 1, "a", "2", null, "piet", null, NOON, null),
                        new Person(b.id(), 1, "b", "1", null, "olga", null, NOON, null))));
        assertThat(readMap(session -> session.people().byDiscordId(List.of("1"))))
                .containsEntry("1", swapped.get(1));
        Person merged = write(session -> session.people().replace(List.of(merged(swapped.get(0), b.id()))))
                .get(0);
        assertThat(readMap(session -> session.people().byDiscordId(List.of("2"))))
                .isEmpty();
        List<Person> undone = write(session -> session.people().replace(List.of(merged(merged, null))));
        assertThat(readMap(session -> session.people().byDiscordId(List.of("2"))))
                .containsEntry("2", undone.get(0));
    }

    @Test
    void addAliases_again_changesLastSeenOnly() {
        Person person = added(person("a"));
        Instant later = NOON.plusSeconds(9);
        change(session -> session.people()
                .addAliases(List.of(
                        alias(person.id(), NAME, "a"),
                        new PersonAlias(person.id(), NAME, "a", later, NOON.plusSeconds(5)))));
        change(session -> session.people().addAliases(List.of(new PersonAlias(person.id(), NAME, "a", later, later))));
        assertThat(readList(session -> session.people().aliasesOf(person.id())))
                .containsExactly(new PersonAlias(person.id(), NAME, "a", NOON, later));
    }

    @Test
    void aliases_sharedValue_givesThoseOfAllPersons() {
        Person a = added(person("a"));
        Person b = added(person("b"));
        change(session ->
                session.people().addAliases(List.of(alias(a.id(), NAME, "same"), alias(b.id(), NAME, "same"))));
        assertThat(readList(session -> session.people().aliases(NAME, List.of("same", "none", "same"))))
                .extracting(PersonAlias::person)
                .containsExactlyInAnyOrder(a.id(), b.id());
    }

    @Test
    void mergesOf_manyNewerMerges_returnsAllOfThePersonsNewestFirst() {
        PersonMerge undone = merged(1, 2, NOON);
        change(session -> session.people().markUndone(undone.id(), NOON.plusSeconds(1)));
        PersonMerge into = merged(3, 1, NOON.plusSeconds(2));
        for (int i = 0; i < 501; i++) {
            merged(1000 + i, 7, NOON.plusSeconds(3));
        }
        assertThat(readList(session -> session.people().merges())).hasSize(500);
        assertThat(readList(session -> session.people().mergesOf(List.of(1L, 99L))))
                .extracting(PersonMerge::id)
                .containsExactly(into.id(), undone.id());
        assertThat(readList(session -> session.people().mergesOf(List.of(2L)))
                        .get(0)
                        .undoneAt())
                .isEqualTo(NOON.plusSeconds(1));
    }

    private PersonMerge merged(long from, long into, Instant at) {
        return write(session -> session.people().addMerge(new PersonMerge(0, from, into, "olga", at, null), ""));
    }

    @Test
    void remove_unusedPerson_isGoneWithItsAliases_andItsIdIsNotGivenAgain() {
        Person person = added(person("a", "1", null));
        change(session -> session.people().addAliases(List.of(alias(person.id(), NAME, "a"))));
        change(session -> session.people().remove(person.id()));
        assertThat(readOptional(session -> session.people().find(person.id()))).isEmpty();
        assertThat(readList(session -> session.people().aliasesOf(person.id()))).isEmpty();
        assertThat(added(person("b", "1", null)).id()).isNotEqualTo(person.id());
    }

    @Test
    void remove_personOfAMatch_isRefused() {
        Person player = added(person("a"));
        Person crew = added(person("b"));
        added(played(player.id()).edit().crew(List.of(member(crew.id()))).done());
        for (Person each : List.of(player, crew)) {
            assertThatThrownBy(() -> change(session -> session.people().remove(each.id())))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(storedPerson(each.id())).isEqualTo(each);
        }
    }

    @Test
    void unusedSince_placeholdersOnly_beforeTheTime() {
        Person old = added(unused("old", NOON.minusMillis(1)));
        Person older = added(unused("older", NOON.minusSeconds(1)));
        added(unused("now", NOON));
        added(unused("used", null));
        added(new Person(0, 0, "host", null, null, "olga", null, NOON, NOON.minusSeconds(9)));
        added(new Person(0, 0, "merged", null, null, null, old.id(), NOON, NOON.minusSeconds(9)));
        assertThat(readList(session -> session.people().unusedSince(NOON))).containsExactlyInAnyOrder(older, old);
    }

    @Test
    void unusedSince_many_givesFiveHundred() {
        List<Person> persons = new ArrayList<>();
        for (int i = 0; i < 510; i++) {
            persons.add(unused("n" + i, NOON));
        }
        change(session -> session.people().add(persons));
        assertThat(readList(session -> session.people().unusedSince(NOON.plusMillis(1))))
                .hasSize(500);
    }
}

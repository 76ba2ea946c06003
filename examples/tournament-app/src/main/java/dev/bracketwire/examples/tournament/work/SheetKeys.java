// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.sheets.table.TableLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Creates the keys that identify the rows of people: the name, or the name and a part of the id where the sheet has
 * that name already. An id of Discord is never among them, so no sheet can round it.
 */
final class SheetKeys {
    static final String NO_COLUMN =
            "Rows are told apart by the names of people, so nothing is written without them. Give that column its header again.";
    private static final int ID_LETTERS = 6;

    private final Map<String, Person> people;
    private final Set<String> used = new HashSet<>();

    SheetKeys(Map<String, Person> people) {
        this.people = people;
    }

    /** Whether the column of the names is there. Without it the library would tell rows apart by another column. */
    static boolean haveColumn(TableLayout layout) {
        return layout.key()
                .filter(key -> key.role() != null
                        && !SheetRow.FIELDS.contains(key.role())
                        && !key.role().equals(SheetRow.REGISTERED))
                .isPresent();
    }

    void use(String key) {
        used.add(folded(key));
    }

    /** Returns the text by which a sheet tells two keys apart, which leaves the case of letters out. */
    private static String folded(String key) {
        return key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** Returns a key that no row has, and uses it. */
    String create(String person) {
        List<String> possible = possible(person);
        String free = possible.stream()
                .filter(key -> !used.contains(folded(key)))
                .findFirst()
                .orElse(person);
        used.add(folded(free));
        return free;
    }

    /** Whether a key still fits this person, whose name may have changed. */
    boolean isCurrent(String person, String key) {
        return possible(person).contains(key);
    }

    /** Returns the keys that a row of the person may have. */
    List<String> possible(String person) {
        Person known = people.get(person);
        String name = known == null ? "" : known.name().strip();
        return name.isEmpty()
                ? List.of(person)
                : List.of(name, name + " (" + person.substring(0, Math.min(person.length(), ID_LETTERS)) + ")", person);
    }
}

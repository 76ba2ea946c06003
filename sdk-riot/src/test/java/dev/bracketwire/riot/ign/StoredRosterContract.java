// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a roster in a database promises beside what every roster does. */
abstract class StoredRosterContract extends RosterContract {
    private final Database db = database();

    abstract Database database();

    @AfterEach
    void closeDatabase() {
        db.close();
    }

    @Override
    IgnRoster open(Identities all) {
        return IgnRoster.in(db, all);
    }

    private PersonalData people(Duration history) {
        return PersonalData.of(db, IgnRoster.personalTables(history).toArray(PersonalTable[]::new));
    }

    @Test
    void openedAgain_isTheSameRoster() {
        RosterEntry ann = assign("ann", 1, "Ann#EUW");
        assertThat(IgnRoster.in(db, identities).names("ann").get()).containsExactly(ann);
        assertThat(IgnRoster.migrations().names()).hasSize(4);
    }

    @Test
    void person_isExportedAndErased_andTheHistoryKeepsNoName(@TempDir Path folder) throws Exception {
        assign("ann", 1, "Ann#EUW");
        RosterEntry ben = assign("ben", 2, "Ben#EUW");
        people(Duration.ofDays(365))
                .export("ann", folder.resolve("ann.json"))
                .get()
                .orThrow();
        assertThat(Files.readString(folder.resolve("ann.json"))).contains("Ann").doesNotContain("Ben");

        people(Duration.ofDays(365)).erase("ann").get().orThrow();

        assertThat(roster.all().get()).containsExactly(ben);
        assertThat(roster.likes(identities.called(3, "ANN#EUN")).get()).isEmpty();
        assertThat(roster.history("ann").get()).singleElement().satisfies(event -> {
            assertThat(event.what()).isEqualTo(RosterEvent.What.ASSIGNED);
            assertThat(event.after()).isNull();
        });
        assertThat(roster.assign("cid", identities.called(1, "Ann#EUW"), "desk").get())
                .isInstanceOf(RosterOutcome.Done.class);
    }

    @Test
    void history_keptForLongEnough_losesItsNames() {
        assign("ann", 1, "Ann#EUW"); // in 2026 by the clock of the test, which the database's may be long past
        people(Duration.ZERO).expire().get().orThrow();
        assertThat(roster.history("ann").get()).extracting(RosterEvent::after).containsOnlyNulls();
        assertThat(roster.names("ann").get()).hasSize(1);
    }
}

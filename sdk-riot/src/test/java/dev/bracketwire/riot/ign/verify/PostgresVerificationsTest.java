// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.riot.ign.Postgres;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract on a real PostgreSQL. */
class PostgresVerificationsTest extends VerificationsContract {
    private final Database db = Postgres.database();

    @AfterEach
    void close() {
        db.close();
    }

    @Override
    IgnRoster roster() {
        return IgnRoster.in(db, identities);
    }

    @Override
    Verifications open() {
        return Verifications.in(db, roster, identities);
    }

    @Test
    void person_isErased_andTheLogKeepsNoReason() {
        verifications.submit("ann", "Nobody#EUW", "ann").get();
        PersonalTable[] tables =
                Verifications.personalTables(Duration.ofDays(30)).toArray(PersonalTable[]::new);
        PersonalData.of(db, tables).erase("ann").get().orThrow();
        assertThat(verifications.claims("ann").get()).isEmpty();
        assertThat(verifications.log("ann").get())
                .hasSize(3)
                .extracting(Transition::reason)
                .containsOnlyNulls();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.StoreException;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.ign.verify.Proven.Result;
import dev.bracketwire.riot.internal.roster.IconStore;
import dev.bracketwire.riot.internal.roster.SqlIconStore;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What icon challenges in a database promise beside what all do. */
abstract class StoredIconsContract extends IconsContract {
    private final Database db = database();

    abstract Database database();

    @AfterEach
    void closeDatabase() {
        db.close();
    }

    @Override
    IconChallenges open() {
        return IconChallenges.in(db, identities, clock);
    }

    @Override
    IconStore ledger() {
        return new SqlIconStore(db);
    }

    private int rows() {
        return db.read(connection -> {
                    try (Statement query = connection.createStatement();
                            ResultSet count = query.executeQuery("SELECT count(*) FROM " + db.table("ign_icon"))) {
                        count.next();
                        return count.getInt(1);
                    }
                })
                .get();
    }

    private void rename(String from, String to) {
        String name = db.table(to);
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("ALTER TABLE " + db.table(from) + " RENAME TO "
                                + name.substring(name.indexOf('.') + 1));
                    }
                })
                .get();
    }

    private PersonalData people() {
        return PersonalData.of(db, IconChallenges.personalTables().toArray(PersonalTable[]::new));
    }

    @Test
    void check_databaseFails_isReportedAndTheChallengeContinuesLater() throws Exception {
        IconChallenges node = node();
        IconProof asked = begin(node, 1);
        CompletableFuture<Proven> waiting = check(asked);
        rename("ign_icon", "ign_away");
        assertThatThrownBy(() -> ask(node, 2)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> node.unlock(asked.puuid()).get()).isInstanceOf(StoreException.class);
        pass(LOOK);
        assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(StoreException.class);

        rename("ign_away", "ign_icon");
        identities.icon(1, asked.icon());
        assertThat(looked(check(asked)).result()).isEqualTo(Result.PASSED);
    }

    @Test
    void check_databaseClosed_isReported() {
        IconChallenges node = node();
        CompletableFuture<Proven> waiting = check(begin(node, 1));
        db.close();
        assertThatThrownBy(() -> ask(node, 2)).hasMessageContaining("closed");
        pass(LOOK);
        assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES)).hasMessageContaining("closed");
    }

    @Test
    void rows_thatCountNoLonger_goWithTheNextThatBegins() {
        IconChallenges node = node();
        begin(node, 1);
        pass(Duration.ofMinutes(69));
        begin(node, 2);
        assertThat(rows()).isEqualTo(2);
        pass(Duration.ofMinutes(1));
        begin(node, 3);
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void rows_areErasedByTheirAccount_orOnceTheyCountNoLonger() {
        IconChallenges node = node();
        IconProof asked = begin(node, 1);
        begin(node, 2);
        people().erase(asked.puuid().value()).get().orThrow();
        assertThat(rows()).isEqualTo(1);
        people().expire().get().orThrow(); // to the clock of the database, that of the test is long past
        assertThat(rows()).isZero();
    }

    @Test
    void in_withoutClocks_looksByItself() {
        try (IconChallenges own = IconChallenges.in(db, identities)) {
            assertThat(own.begin(identities.puuid(1), Platform.EUW1)
                            .get()
                            .orThrow()
                            .id())
                    .isNotEmpty();
            assertThat(own.size()).isEqualTo(1);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.contract.TokenStoreContract;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens in a database. */
class TokenStoreTest {
    private static final KeyRing OLD = KeyRing.of("old", key(1));
    private static final KeyRing ROTATED = KeyRing.of("new", key(2)).and("old", key(1));

    @TempDir
    Path folder;

    private static Secret key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    private abstract class Contract extends TokenStoreContract {
        private final Place place;
        private Database db = Database.inMemory();

        Contract(Place place) {
            this.place = place;
        }

        @Override
        protected TokenStore open() {
            db.close();
            db = place.open(Database.builder(), folder);
            return DatabaseTokenStore.in(db, OLD);
        }

        @AfterEach
        void close() {
            db.close();
        }
    }

    @Nested
    class OnSqlite extends Contract {
        OnSqlite() {
            super(Place.FILE);
        }
    }

    @Nested
    class OnPostgres extends Contract {
        OnPostgres() {
            super(Place.POSTGRES);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void reseal_keyRotated_needsTheOldOneNoMore(Place place) {
        try (Database db = place.open(Database.builder(), folder)) {
            DatabaseTokenStore.in(db, OLD)
                    .keep("canary-ann", new Tokens(Secret.of("canary-access"), null, null))
                    .get();
            TokenStore store = DatabaseTokenStore.in(db, ROTATED);
            assertThat(store).hasToString("TokenStore[" + db.table("token") + "]");
            assertThat(store.reseal().get()).isEqualTo(1);
            assertThat(store.reseal().get()).isZero();
            assertThat(DatabaseTokenStore.in(db, KeyRing.of("new", key(2)))
                            .find("canary-ann")
                            .get()
                            .orElseThrow()
                            .access()
                            .reveal())
                    .isEqualTo("canary-access");
            assertThatThrownBy(() ->
                            DatabaseTokenStore.in(db, OLD).find("canary-ann").get())
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
                    .hasMessageContaining(db.table("token"))
                    .hasMessageNotContaining("canary");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void find_rowsSwapped_doesNotOpen(Place place) {
        try (Database db = place.open(Database.builder(), folder)) {
            TokenStore store = DatabaseTokenStore.in(db, OLD);
            store.keep("ann", new Tokens(Secret.of("a"), null, null)).get();
            db.write(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.executeUpdate("UPDATE " + db.table("token") + " SET name = 'x'");
                        }
                    })
                    .get();
            assertThat(store.find("ann").get()).isEmpty();
            assertThatThrownBy(() -> DatabaseTokenStore.in(db, ROTATED).reseal().get())
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
        }
    }
}

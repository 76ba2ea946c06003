// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.SealException;
import dev.bracketwire.keys.Sealer;
import dev.bracketwire.store.internal.SqlIdentifier;
import dev.bracketwire.store.internal.TableNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the text of a column encrypted, so that who reads the file, the database or a backup of it reads nothing. A value
 * is sealed for its row: moved to another, it does not open. The column is of bytes, {@code blob} on SQLite and
 * {@code bytea} on PostgreSQL, and cannot be searched. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * SealedColumn email = SealedColumn.of(db, "players", "id", "email", keys);
 * insert.setBytes(2, email.seal(player.id(), "ann@example.org"));
 * String opened = email.open(player.id(), rows.getBytes("email"));
 * }</pre>
 */
public final class SealedColumn {
    private final Database db;
    private final String table;
    private final String key;
    private final String column;
    private final Sealer sealer;

    private SealedColumn(Database db, String table, String key, String column, Sealer sealer) {
        this.db = db;
        this.table = table;
        this.key = key;
        this.column = column;
        this.sealer = sealer;
    }

    /**
     * Names a column of a table of the database's, and the one that tells its rows apart.
     *
     * @throws dev.bracketwire.ConfigurationException if there is no current key
     */
    public static SealedColumn of(Database db, String table, String key, String column, KeyRing keys) {
        return new SealedColumn(
                db, TableNames.checked("table", table), word("key", key), word("column", column), Sealer.with(keys));
    }

    private static String word(String what, String name) {
        SqlIdentifier.plain(what, name); // refuses a word that is not plain
        return name;
    }

    String table() {
        return table;
    }

    String key() {
        return key;
    }

    String column() {
        return column;
    }

    /** Makes of text what is kept in the row of this key; null stays null. */
    public byte @Nullable [] seal(Object keyOfRow, @Nullable String text) {
        return text == null ? null : sealer.seal(text.getBytes(StandardCharsets.UTF_8), context(keyOfRow));
    }

    /**
     * Makes text of what is kept in the row of this key; null stays null.
     *
     * @throws StoreException of {@link Reason#DAMAGED} if it was sealed for another row, under a key that is gone, or was
     *     changed
     */
    public @Nullable String open(Object keyOfRow, byte @Nullable [] kept) {
        try {
            return kept == null ? null : new String(sealer.open(kept, context(keyOfRow)), StandardCharsets.UTF_8);
        } catch (SealException e) {
            throw damaged(e);
        }
    }

    /**
     * Seals anew, under the current key, all values that were sealed under an older one, and counts them. After that, the
     * older key may go. It is one transaction.
     */
    public Call<Integer> reseal() {
        return db.write(this::reseal);
    }

    private int reseal(Connection connection) throws SQLException {
        SqlIdentifier name = db.identifier(table);
        SqlIdentifier plain = SqlIdentifier.plain("column", column);
        SqlIdentifier value = name.column(plain);
        SqlIdentifier row = name.column(SqlIdentifier.plain("key", key));
        int count = 0;
        try (Statement query = connection.createStatement();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE " + name + " SET " + plain + " = ? WHERE " + row + " = ?");
                ResultSet rows = query.executeQuery("SELECT " + row + ", " + value + " FROM " + name + " WHERE " + value
                        + " IS NOT NULL" + (db.engine() == DatabaseEngine.POSTGRESQL ? " FOR UPDATE" : ""))) {
            while (rows.next()) {
                byte[] kept = rows.getBytes(2);
                if (!isCurrent(kept)) {
                    Object keyOfRow = rows.getObject(1);
                    update.setBytes(1, seal(keyOfRow, open(keyOfRow, kept)));
                    update.setObject(2, keyOfRow);
                    update.addBatch();
                    count++;
                }
            }
            update.executeBatch();
        }
        return count;
    }

    private boolean isCurrent(byte[] kept) {
        try {
            return sealer.isCurrent(kept);
        } catch (SealException e) {
            throw damaged(e);
        }
    }

    private String context(Object keyOfRow) {
        return table + "." + column + " " + keyOfRow;
    }

    private StoreException damaged(SealException e) {
        return new StoreException(
                Reason.DAMAGED,
                "a value of " + db.table(table) + "." + column + " cannot be read: " + e.getMessage(),
                e);
    }

    /** Names the table and the column. */
    @Override
    public String toString() {
        return "SealedColumn(" + db.table(table) + "." + column + ")";
    }
}

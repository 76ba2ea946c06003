// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.TableProblem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of SQLite with the storage class of each value, as a column may hold any. An integer is a whole number, a real a
 * number with a point, a text a text; a blob is {@code {"blob": Base64}}. Rare values have a form of their own: a real that
 * JSON has no number for is {@code {"real": "-Infinity"}}, a text that is not UTF-8 {@code {"text": Base64}}.
 */
final class SqliteExact extends ExactSql {
    private static final String BLOB = "blob";
    private static final String REAL = "real";
    private static final String TEXT = "text";
    private static final Set<String> ACTIONS = Set.of("CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT");

    @Override
    public void begin(Connection connection, boolean reads) throws SQLException {
        if (!reads) {
            // Until the commit; a foreign key is checked then, or by check(...).
            run(connection, "PRAGMA defer_foreign_keys = ON");
        }
    }

    @Override
    public Layout layout(Connection connection, SqlIdentifier table, List<String> key) throws SQLException {
        String name = table.name();
        List<List<String>> found =
                texts(connection, "SELECT type FROM pragma_table_list(?) WHERE schema = 'main'", name);
        if (found.isEmpty()) {
            throw new SQLException("no such table: " + name, "42P01");
        }
        List<String> problems = new ArrayList<>();
        if (!found.get(0).get(0).equals("table")) {
            problems.add(name + " is a " + found.get(0).get(0)
                    + " table or view, whose rows cannot be replaced: back up the tables it reads");
        }
        if (!texts(connection, "PRAGMA encoding").get(0).get(0).equals("UTF-8")) {
            problems.add(name + " is in a file whose texts are UTF-16: copy it into one of UTF-8 first");
        }
        List<Column> columns = new ArrayList<>();
        for (List<String> column :
                texts(connection, "SELECT name, hidden FROM pragma_table_xinfo(?) ORDER BY cid", name)) {
            if (column.get(1).equals("0")) {
                columns.add(column(column.get(0)));
            }
        }
        TableColumns all = TableColumns.of(connection, table);
        List<String> spelled = new ArrayList<>();
        for (String each : key) {
            spelled.add(all.spelled(each));
        }
        return new Layout(table, "", List.copyOf(columns), List.copyOf(spelled), List.copyOf(problems));
    }

    private static Column column(String name) {
        String quoted = SqlIdentifier.exact(name).toString();
        return new Column(
                name,
                List.of(
                        "typeof(" + quoted + ")",
                        "CASE typeof(" + quoted + ") WHEN 'text' THEN CAST(" + quoted + " AS BLOB) ELSE " + quoted
                                + " END"),
                "iif(?, CAST(? AS TEXT), ?)",
                Kind.ANY);
    }

    @Override
    @Nullable
    Object value(ResultSet row, int at, Kind kind) throws SQLException {
        return switch (row.getString(at)) {
            case "null" -> null;
            case "integer" -> row.getLong(at + 1);
            case "real" -> real(row.getDouble(at + 1));
            case "text" -> text(bytes(row, at + 1));
            default -> Map.of(BLOB, Base64.getEncoder().encodeToString(bytes(row, at + 1)));
        };
    }

    private static byte[] bytes(ResultSet row, int at) throws SQLException {
        byte[] bytes = row.getBytes(at);
        return bytes == null ? new byte[0] : bytes;
    }

    private static Object real(double number) {
        String text = String.valueOf(number);
        if (!Double.isFinite(number) || text.equals("-0.0")) {
            return Map.of(REAL, text);
        }
        BigDecimal exact = new BigDecimal(text);
        // 1.2345678E7 has no digit behind the point, and would look like an integer.
        return exact.scale() == 0 ? exact.setScale(1) : exact;
    }

    private static Object text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Map.of(TEXT, Base64.getEncoder().encodeToString(bytes));
        }
    }

    @Override
    int set(PreparedStatement statement, int at, @Nullable Object value, Column column) throws SQLException {
        Object plain = value instanceof Map<?, ?> tagged ? untagged(tagged, column) : value;
        boolean text = plain instanceof String || (value instanceof Map<?, ?> tagged && tagged.containsKey(TEXT));
        statement.setInt(at, text ? 1 : 0);
        statement.setNull(at + 1, Types.NULL);
        statement.setNull(at + 2, Types.NULL);
        int to = text ? at + 1 : at + 2;
        if (plain instanceof String string) {
            statement.setBytes(to, string.getBytes(StandardCharsets.UTF_8));
        } else if (plain instanceof byte[] bytes) {
            statement.setBytes(to, bytes);
        } else if (plain instanceof Long || plain instanceof Integer) {
            statement.setLong(to, ((Number) plain).longValue());
        } else if (plain instanceof Number number) {
            statement.setDouble(to, number.doubleValue());
        } else if (plain != null) {
            throw unknown(column);
        }
        return at + 3;
    }

    private static Object untagged(Map<?, ?> tagged, Column column) {
        if (tagged.size() == 1) {
            Map.Entry<?, ?> only = tagged.entrySet().iterator().next();
            String value = String.valueOf(only.getValue());
            try {
                if (REAL.equals(only.getKey())) {
                    return Double.parseDouble(value);
                }
                if (BLOB.equals(only.getKey()) || TEXT.equals(only.getKey())) {
                    return Base64.getDecoder().decode(value);
                }
            } catch (IllegalArgumentException e) {
                throw unknown(column);
            }
        }
        throw unknown(column);
    }

    private static ExchangeException unknown(Column column) {
        return new ExchangeException(
                "column " + column.name()
                        + " has a value in the archive that is none of SQLite's, so nothing was restored",
                null);
    }

    @Override
    String overriding() {
        return "";
    }

    /** The largest row id of a table with AUTOINCREMENT; there is no column to name. */
    @Override
    public Map<String, Long> counters(Connection connection, Layout layout) throws SQLException {
        List<List<String>> last = hasCounters(connection)
                ? texts(connection, "SELECT seq FROM sqlite_sequence WHERE name = ?", spelled(connection, layout))
                : List.of();
        return last.isEmpty() || last.get(0).get(0).isEmpty()
                ? Map.of()
                : Map.of("rowid", Long.parseLong(last.get(0).get(0)));
    }

    private static boolean hasCounters(Connection connection) throws SQLException {
        return !texts(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
                .isEmpty();
    }

    private static String spelled(Connection connection, Layout layout) throws SQLException {
        return texts(
                        connection,
                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE",
                        layout.table().name())
                .get(0)
                .get(0);
    }

    @Override
    public void advance(Connection connection, Layout layout, Map<String, Long> counters) throws SQLException {
        Long counter = counters.get("rowid");
        String name = spelled(connection, layout);
        // The word may stand in a comment or a name, and then the entry is never looked at.
        boolean counts = !texts(
                        connection,
                        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql LIKE '%autoincrement%'",
                        name)
                .isEmpty();
        if (counter == null || !counts) {
            return;
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?")) {
            update.setLong(1, counter);
            update.setString(2, name);
            if (update.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setLong(2, counter);
            insert.executeUpdate();
        }
    }

    /**
     * Drops the triggers. The rows of other tables that a foreign key would delete or change with ours are put aside,
     * since SQLite cannot hold such an action back within a transaction.
     */
    @Override
    List<String> suspend(Connection connection, List<Layout> layouts) throws SQLException {
        List<String> after = new ArrayList<>();
        Set<String> own = names(layouts);
        Set<String> others = new LinkedHashSet<>();
        List<List<String>> keys = keys(connection);
        for (boolean more = true; more; ) {
            more = false;
            for (List<String> key : keys) {
                String child = key.get(0);
                String parent = key.get(1).toLowerCase(Locale.ROOT);
                boolean reached =
                        own.contains(parent) || others.stream().anyMatch(other -> other.equalsIgnoreCase(parent));
                if (reached && ACTIONS.contains(key.get(2)) && !own.contains(child.toLowerCase(Locale.ROOT))) {
                    more |= others.add(child);
                }
            }
        }
        List<String> emptied = new ArrayList<>();
        int count = 0;
        for (String other : others) {
            SqlIdentifier table = SqlIdentifier.exact(other);
            String aside = "temp.bw_aside_" + count++;
            String columns = layout(connection, table, List.of()).names().stream()
                    .map(column -> SqlIdentifier.exact(column).toString())
                    .collect(Collectors.joining(", "));
            run(connection, "CREATE TABLE " + aside + " AS SELECT " + columns + " FROM main." + table);
            emptied.add(0, "DELETE FROM " + table);
            after.add("INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + aside);
            after.add("DROP TABLE " + aside);
        }
        Set<String> all = new TreeSet<>(own);
        others.forEach(other -> all.add(other.toLowerCase(Locale.ROOT)));
        for (List<String> trigger :
                texts(connection, "SELECT name, sql, lower(tbl_name) FROM sqlite_schema WHERE type = 'trigger'")) {
            if (all.contains(trigger.get(2))) {
                run(connection, "DROP TRIGGER " + SqlIdentifier.exact(trigger.get(0)));
                after.add(trigger.get(1));
            }
        }
        for (String sql : emptied) {
            run(connection, sql);
        }
        return after;
    }

    private static Set<String> names(Collection<Layout> layouts) {
        return layouts.stream()
                .map(layout -> layout.table().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<List<String>> keys(Connection connection) throws SQLException {
        return texts(
                connection,
                "SELECT m.name, f.\"table\", f.on_delete FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f"
                        + " WHERE m.type = 'table'");
    }

    @Override
    void check(Connection connection, List<Layout> layouts) throws SQLException {
        if (!texts(connection, "PRAGMA foreign_keys").get(0).get(0).equals("1")) {
            return;
        }
        Set<String> own = names(layouts);
        Set<String> looked = new LinkedHashSet<>();
        for (List<String> key : keys(connection)) {
            if (own.contains(key.get(0).toLowerCase(Locale.ROOT))
                    || own.contains(key.get(1).toLowerCase(Locale.ROOT))) {
                looked.add(key.get(0));
            }
        }
        for (String table : looked) {
            List<List<String>> broken =
                    texts(connection, "PRAGMA foreign_key_check(" + SqlIdentifier.exact(table) + ")");
            if (!broken.isEmpty()) {
                throw new ExchangeException(
                        broken.size() + " rows of " + table + " refer to rows of "
                                + broken.get(0).get(2)
                                + " that would not be there, so nothing was restored: restore both from one backup",
                        null);
            }
        }
    }

    @Override
    public boolean provesInPlace() {
        return false;
    }

    @Override
    public List<TableProblem> prove(Connection connection, List<Filling> fillings) {
        throw new IllegalStateException("the one writer of a SQLite file is not held up by a proof");
    }

    /** Makes these tables and their indexes in a file of its own. */
    @Override
    public Scratch scratch(Connection connection, List<Filling> fillings) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (Layout layout : fillings.stream().map(Filling::layout).toList()) {
            for (List<String> each : texts(
                    connection,
                    "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
                            + " AND tbl_name = ? COLLATE NOCASE ORDER BY type DESC",
                    layout.table().name())) {
                statements.add(each.get(0));
            }
        }
        return () -> prove(statements, fillings);
    }

    private List<TableProblem> prove(List<String> statements, List<Filling> fillings) {
        try {
            Path file = Files.createTempFile("bracketwire-proof", ".db");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                return prove(connection, statements, fillings);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | SQLException e) {
            throw new ExchangeException("the scratch database of a proof cannot be made: " + e.getMessage(), e);
        }
    }

    private List<TableProblem> prove(Connection connection, List<String> statements, List<Filling> fillings)
            throws SQLException {
        // Nothing of it needs to outlive a crash.
        run(connection, "PRAGMA synchronous = OFF");
        run(connection, "PRAGMA foreign_keys = OFF");
        for (String sql : statements) {
            run(connection, sql);
        }
        connection.setAutoCommit(false);
        List<TableProblem> problems = new ArrayList<>();
        Map<String, Layout> filled = new LinkedHashMap<>();
        for (Filling filling : fillings) {
            try {
                insert(connection, filling);
                problems.addAll(differences(connection, filling));
                connection.commit();
                filled.put(filling.layout().table().name().toLowerCase(Locale.ROOT), filling.layout());
            } catch (SQLException e) {
                connection.rollback();
                problems.add(PostgresExact.refused(filling.layout(), e));
            }
        }
        for (Layout layout : filled.values()) {
            Map<String, Integer> broken = new LinkedHashMap<>();
            for (List<String> row : texts(connection, "PRAGMA foreign_key_check(" + layout.table() + ")")) {
                if (filled.containsKey(row.get(2).toLowerCase(Locale.ROOT))) {
                    broken.merge(row.get(2), 1, Integer::sum);
                }
            }
            broken.forEach((parent, count) -> problems.add(new TableProblem(
                    layout.table().name(),
                    "",
                    "",
                    count + " rows refer to rows of " + parent + " that are not there")));
        }
        connection.rollback();
        return problems;
    }
}

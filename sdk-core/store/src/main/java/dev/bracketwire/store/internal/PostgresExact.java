// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.exchange.TableProblem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of PostgreSQL as the output functions of its types write them, which their input functions read again. Casts to text
 * are not used: that of char(n) drops blanks, and types of extensions may have any.
 */
final class PostgresExact extends ExactSql {
    private static final String SETTINGS = "SELECT set_config('datestyle', 'ISO, YMD', true),"
            + " set_config('timezone', 'UTC', true), set_config('intervalstyle', 'postgres', true),"
            + " set_config('extra_float_digits', '3', true), set_config('bytea_output', 'hex', true),"
            + " set_config('lc_monetary', 'C', true), set_config('xmloption', 'content', true),"
            // Else a policy would hide rows, and nobody would miss them.
            + " set_config('row_security', 'off', true)";

    /** The columns, with the type below all domains, and the first type within each that cannot be kept. */
    private static final String COLUMNS = "WITH RECURSIVE part AS ("
            + "SELECT a.attnum, a.atttypid AS id, true AS whole FROM pg_catalog.pg_attribute a"
            + " WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped"
            + " UNION SELECT p.attnum, x.id, p.whole AND x.whole FROM part p"
            + " JOIN pg_catalog.pg_type t ON t.oid = p.id CROSS JOIN LATERAL ("
            + "SELECT t.typbasetype AS id, true AS whole WHERE t.typtype = 'd'"
            + " UNION ALL SELECT t.typelem, false WHERE t.typelem <> 0 AND t.typlen = -1"
            + " UNION ALL SELECT f.atttypid, false FROM pg_catalog.pg_attribute f"
            + " WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped"
            + " UNION ALL SELECT r.rngsubtype, false FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid) x)"
            + " SELECT a.attname, a.attgenerated <> '', pg_catalog.format_type(a.atttypid, a.atttypmod),"
            + " (SELECT p.id FROM part p JOIN pg_catalog.pg_type t ON t.oid = p.id"
            + " WHERE p.attnum = a.attnum AND p.whole AND t.typtype <> 'd'),"
            + " (SELECT min(t.typname::text) FROM part p JOIN pg_catalog.pg_type t ON t.oid = p.id"
            + " WHERE p.attnum = a.attnum AND t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace"
            + " AND t.typname ~ '^(reg|aclitem$|pg_(node_tree|ndistinct|dependencies|mcv_list|brin_))')"
            + " FROM pg_catalog.pg_attribute a"
            + " WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

    /** The sequences behind columns: those that belong to one, and those that a default asks. */
    private static final String SEQUENCES =
            "SELECT DISTINCT a.attname, pg_catalog.format('%I.%I', n.nspname, c.relname),"
                    + " c.oid, s.seqincrement, s.seqmin, s.seqmax, t.typcategory FROM ("
                    + "SELECT d.refobjsubid AS num, d.objid AS seq FROM pg_catalog.pg_depend d"
                    + " WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass"
                    + " AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = ?::oid"
                    + " AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')"
                    + " UNION SELECT f.adnum, d.refobjid FROM pg_catalog.pg_attrdef f JOIN pg_catalog.pg_depend d"
                    + " ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid = f.oid"
                    + " AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass WHERE f.adrelid = ?::oid) x"
                    + " JOIN pg_catalog.pg_class c ON c.oid = x.seq AND c.relkind = 'S'"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid"
                    + " JOIN pg_catalog.pg_attribute a ON a.attrelid = ?::oid AND a.attnum = x.num"
                    + " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid ORDER BY 1, 2";

    private static final int BOOLEAN = 16;
    private static final int BYTES = 17;
    private static final int LONG = 20;
    private static final int SHORT = 21;
    private static final int INTEGER = 23;
    private static final int XML = 142;

    @Override
    public void begin(Connection connection, boolean reads) throws SQLException {
        if (reads) {
            run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
        run(connection, SETTINGS);
    }

    @Override
    public Layout layout(Connection connection, SqlIdentifier table, List<String> key) throws SQLException {
        List<List<String>> found = texts(
                connection,
                "SELECT c.oid, c.relkind FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass(?)::oid",
                table.toString());
        if (found.isEmpty()) {
            throw new SQLException("there is no table " + table.name(), "42P01");
        }
        String oid = found.get(0).get(0);
        String kind = found.get(0).get(1);
        List<String> problems = new ArrayList<>();
        if (!kind.equals("r") && !kind.equals("p")) {
            problems.add(table.name() + " is no table whose rows can be replaced: back up the tables it reads");
        }
        List<Column> columns = new ArrayList<>();
        for (List<String> column : texts(connection, COLUMNS, oid, oid)) {
            if (column.get(1).equals("t")) {
                continue; // generated
            }
            if (!column.get(4).isEmpty()) {
                problems.add(table.name() + ", column " + column.get(0) + ": " + column.get(2)
                        + " refers to this database's own catalogue; keep its text in a column of type text instead");
            }
            columns.add(column(column.get(0), column.get(3).isEmpty() ? 0 : Integer.parseUnsignedInt(column.get(3))));
        }
        TableColumns all = TableColumns.of(connection, table);
        List<String> spelled = new ArrayList<>();
        for (String each : key) {
            spelled.add(all.spelled(each));
        }
        return new Layout(
                table,
                kind.equals("r") ? "ONLY " : "",
                List.copyOf(columns),
                List.copyOf(spelled),
                List.copyOf(problems));
    }

    private static Column column(String name, int type) {
        SqlIdentifier quoted = SqlIdentifier.exact(name);
        return switch (type) {
            case BOOLEAN -> new Column(name, List.of(quoted.toString()), "?", Kind.TRUTH);
            case LONG, SHORT, INTEGER -> new Column(name, List.of(quoted.toString()), "?", Kind.WHOLE);
            case BYTES ->
                new Column(
                        name,
                        List.of("pg_catalog.translate(pg_catalog.encode(" + quoted + ", 'base64'), E'\\n', '')"),
                        "pg_catalog.decode(CAST(? AS text), 'base64')",
                        Kind.TEXT);
            // Its output function leaves out the encoding that the document names.
            case XML -> new Column(name, List.of("CAST(" + quoted + " AS text)"), "?", Kind.TEXT);
            default ->
                new Column(
                        name,
                        // A row type of nulls only IS NULL without being null.
                        List.of("CASE WHEN pg_catalog.num_nulls(" + quoted + ") = 0 THEN pg_catalog.format('%s', "
                                + quoted + ") END"),
                        "?",
                        Kind.TEXT);
        };
    }

    @Override
    @Nullable
    Object value(ResultSet row, int at, Kind kind) throws SQLException {
        Object value = switch (kind) {
            case WHOLE -> row.getLong(at);
            case TRUTH -> row.getBoolean(at);
            default -> row.getString(at);
        };
        return row.wasNull() ? null : value;
    }

    @Override
    int set(PreparedStatement statement, int at, @Nullable Object value, Column column) throws SQLException {
        if (value == null) {
            statement.setNull(at, column.place().equals("?") ? Types.OTHER : Types.VARCHAR);
        } else {
            // OTHER: the server reads the text as a value of the column's type.
            statement.setObject(at, value.toString(), column.place().equals("?") ? Types.OTHER : Types.VARCHAR);
        }
        return at + 1;
    }

    @Override
    String overriding() {
        return " OVERRIDING SYSTEM VALUE";
    }

    private static String oid(Connection connection, Layout layout) throws SQLException {
        return texts(
                        connection,
                        "SELECT pg_catalog.to_regclass(?)::oid",
                        layout.table().toString())
                .get(0)
                .get(0);
    }

    @Override
    public Map<String, Long> counters(Connection connection, Layout layout) throws SQLException {
        String oid = oid(connection, layout);
        Map<String, Long> counters = new LinkedHashMap<>();
        for (List<String> sequence : texts(connection, SEQUENCES, oid, oid, oid)) {
            String last = texts(connection, "SELECT pg_catalog.pg_sequence_last_value(?::oid)", sequence.get(2))
                    .get(0)
                    .get(0);
            if (!last.isEmpty()) {
                counters.put(sequence.get(0), Long.parseLong(last));
            }
        }
        return counters;
    }

    @Override
    public void advance(Connection connection, Layout layout, Map<String, Long> counters) throws SQLException {
        String oid = oid(connection, layout);
        for (List<String> sequence : texts(connection, SEQUENCES, oid, oid, oid)) {
            boolean up = !sequence.get(3).startsWith("-");
            List<String> values = new ArrayList<>();
            values.add("pg_catalog.pg_sequence_last_value(" + sequence.get(2) + "::oid)");
            Long counter = counters.get(sequence.get(0));
            if (counter != null) {
                values.add(counter.toString());
            }
            if (sequence.get(6).equals("N")) {
                values.add("(SELECT " + (up ? "max(" : "min(") + SqlIdentifier.exact(sequence.get(0)) + ") FROM "
                        + layout.scope() + layout.table() + ")");
            }
            String next = (up ? "greatest(" : "least(") + String.join(", ", values) + ")";
            String least = sequence.get(4);
            String most = sequence.get(5);
            // Above its end a sequence cannot stand, and below its beginning it need not.
            String bound = up ? "least(v, " + most + ")" : "greatest(v, " + least + ")";
            run(
                    connection,
                    "SELECT pg_catalog.setval(" + sequence.get(2) + "::oid::pg_catalog.regclass, (" + bound
                            + ")::bigint, true) FROM (SELECT (" + next + ")::numeric AS v) x WHERE v "
                            + (up ? ">= " + least : "<= " + most));
        }
    }

    @Override
    List<String> suspend(Connection connection, List<Layout> layouts) throws SQLException {
        List<String> after = new ArrayList<>();
        // A table with checks that wait for the commit cannot be altered.
        after.add("SET CONSTRAINTS ALL IMMEDIATE");
        String tables = tables(layouts);
        List<List<String>> keys = texts(
                connection,
                "SELECT pg_catalog.format('%I.%I', n.nspname, r.relname), pg_catalog.quote_ident(c.conname),"
                        + " pg_catalog.pg_get_constraintdef(c.oid),"
                        + " pg_catalog.quote_literal(pg_catalog.obj_description(c.oid, 'pg_constraint'))"
                        + " FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class r ON r.oid = c.conrelid"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace"
                        + " WHERE c.contype = 'f' AND c.conparentid = 0 AND (c.conrelid IN " + tables
                        + " OR c.confrelid IN " + tables + ") ORDER BY 1, 2");
        for (List<String> key : keys) {
            run(connection, "ALTER TABLE " + key.get(0) + " DROP CONSTRAINT " + key.get(1));
            after.add("ALTER TABLE " + key.get(0) + " ADD CONSTRAINT " + key.get(1) + " " + key.get(2));
            if (!key.get(3).isEmpty()) {
                after.add("COMMENT ON CONSTRAINT " + key.get(1) + " ON " + key.get(0) + " IS " + key.get(3));
            }
        }
        List<List<String>> triggers = texts(
                connection,
                "SELECT t.tgrelid::pg_catalog.oid, pg_catalog.format('%I.%I', n.nspname, r.relname),"
                        + " pg_catalog.quote_ident(t.tgname), t.tgenabled FROM pg_catalog.pg_trigger t"
                        + " JOIN pg_catalog.pg_class r ON r.oid = t.tgrelid"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace"
                        + " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgrelid IN " + tables);
        for (List<String> trigger : triggers) {
            run(connection, "ALTER TABLE " + trigger.get(1) + " DISABLE TRIGGER " + trigger.get(2));
            after.add("ALTER TABLE " + trigger.get(1) + (trigger.get(3).equals("A") ? " ENABLE ALWAYS" : " ENABLE")
                    + " TRIGGER " + trigger.get(2));
        }
        return after;
    }

    private static String tables(List<Layout> layouts) {
        return layouts.stream()
                .map(layout ->
                        "pg_catalog.to_regclass(" + literal(layout.table().toString()) + ")::oid")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String literal(String text) {
        return (text.contains("\\") ? "E" : "") + "'"
                + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Does nothing: the foreign keys that are added again are checked with that. */
    @Override
    void check(Connection connection, List<Layout> layouts) {}

    @Override
    public boolean provesInPlace() {
        return true;
    }

    @Override
    public Scratch scratch(Connection connection, List<Filling> fillings) {
        throw new IllegalStateException("PostgreSQL has schemas for that");
    }

    /** Restores into tables of the same columns, constraints and indexes in a schema that is dropped again. */
    @Override
    public List<TableProblem> prove(Connection connection, List<Filling> fillings) throws SQLException {
        begin(connection, false);
        SqlIdentifier schema = SqlIdentifier.exact(
                "bw_proof_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
        run(connection, "CREATE SCHEMA " + schema);
        List<TableProblem> problems = new ArrayList<>();
        Map<String, SqlIdentifier> scratch = new LinkedHashMap<>();
        for (int i = 0; i < fillings.size(); i++) {
            Filling filling = fillings.get(i);
            SqlIdentifier copy = schema.column(SqlIdentifier.exact("t" + i));
            // Without defaults, as those of serial columns would ask the sequences of the tables in use.
            run(
                    connection,
                    "CREATE TABLE " + copy + " (LIKE " + filling.layout().table()
                            + " INCLUDING ALL EXCLUDING DEFAULTS)");
            Filling there = new Filling(filling.layout().at(copy), filling.rows(), Map.of());
            Savepoint before = connection.setSavepoint();
            try {
                insert(connection, there);
                connection.releaseSavepoint(before);
                for (TableProblem each : differences(connection, there)) {
                    problems.add(
                            new TableProblem(filling.layout().table().name(), each.row(), each.column(), each.rule()));
                }
                scratch.put(oid(connection, filling.layout()), copy);
            } catch (SQLException e) {
                connection.rollback(before);
                problems.add(refused(filling.layout(), e));
            }
        }
        problems.addAll(missing(connection, fillings, scratch));
        run(connection, "DROP SCHEMA " + schema + " CASCADE");
        return problems;
    }

    static TableProblem refused(Layout layout, SQLException failure) {
        String name = layout.table().name();
        return new TableProblem(
                name,
                "",
                "",
                String.valueOf(SqlFailures.of(failure, "the database refused its rows", "", false)
                        .getMessage()));
    }

    /** Finds rows that refer to others which are neither restored nor in the database. */
    private static List<TableProblem> missing(
            Connection connection, List<Filling> fillings, Map<String, SqlIdentifier> scratch) throws SQLException {
        List<TableProblem> problems = new ArrayList<>();
        for (Filling filling : fillings) {
            String oid = oid(connection, filling.layout());
            SqlIdentifier child = scratch.get(oid);
            if (child == null) {
                continue;
            }
            for (List<String> key : texts(
                    connection,
                    "SELECT c.conname, c.confrelid, pg_catalog.format('%I.%I', n.nspname, r.relname),"
                            + " (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), chr(1) ORDER BY k.o)"
                            + " FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY k(n, o) JOIN pg_catalog.pg_attribute a"
                            + " ON a.attrelid = c.conrelid AND a.attnum = k.n),"
                            + " (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), chr(1) ORDER BY k.o)"
                            + " FROM pg_catalog.unnest(c.confkey) WITH ORDINALITY k(n, o) JOIN pg_catalog.pg_attribute a"
                            + " ON a.attrelid = c.confrelid AND a.attnum = k.n)"
                            + " FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class r ON r.oid = c.confrelid"
                            + " JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace"
                            + " WHERE c.contype = 'f' AND c.conparentid = 0 AND c.conrelid = ?::oid",
                    oid)) {
                String[] from = key.get(3).split("\1", 0);
                String[] to = key.get(4).split("\1", 0);
                SqlIdentifier copied = scratch.get(key.get(1));
                String parent = copied == null ? key.get(2) : copied.toString();
                String given = Arrays.stream(from)
                        .map(column -> "c." + column + " IS NOT NULL")
                        .collect(Collectors.joining(" AND "));
                String same = IntStream.range(0, from.length)
                        .mapToObj(i -> "p." + to[i] + " = c." + from[i])
                        .collect(Collectors.joining(" AND "));
                String count = texts(
                                connection,
                                "SELECT count(*) FROM " + child + " c WHERE " + given
                                        + " AND NOT EXISTS (SELECT 1 FROM " + parent + " p WHERE " + same + ")")
                        .get(0)
                        .get(0);
                if (!count.equals("0")) {
                    problems.add(new TableProblem(
                            filling.layout().table().name(),
                            "",
                            "",
                            count + " rows break the foreign key " + key.get(0) + ": what they refer to in "
                                    + key.get(2) + " is not there"));
                }
            }
        }
        return problems;
    }
}

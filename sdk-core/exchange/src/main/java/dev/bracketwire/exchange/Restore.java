// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.Change;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.PlanBuilder;
import dev.bracketwire.Report;
import dev.bracketwire.WorkRun;
import dev.bracketwire.exchange.internal.ExactTable;
import dev.bracketwire.keys.KeyRing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of a {@link Backup} back into tables, whose rows they replace. It is immutable.
 *
 * <p>The plan is the dry run. Making it reads the whole archive and compares it with its manifest and its checksums, so
 * that nothing is written from one that is damaged; what each table takes is compared once more on the way into it. The
 * archive's own names of files mean nothing here, and are never written to.
 *
 * <pre>{@code
 * Plan<Restore.Replacement> plan = Restore.from(Path.of("league.zip")).into(players, matches).get();
 * System.out.println(plan);
 * Report<Restore.Replacement> report = plan.apply().get();
 * }</pre>
 */
public final class Restore {
    private static final long LIMIT = 1L << 34;

    private final Path archive;
    private final @Nullable KeyRing keys;
    private final boolean unsealed;
    private final long limit;

    private Restore(Path archive, @Nullable KeyRing keys, boolean unsealed, long limit) {
        this.archive = archive;
        this.keys = keys;
        this.unsealed = unsealed;
        this.limit = limit;
    }

    /**
     * All rows of a table replaced by those of the archive.
     *
     * @param table the table
     * @param rows how many rows the archive has for it
     * @param bytes how many bytes they take
     * @param sha256 their SHA-256
     */
    public record Replacement(String table, long rows, long bytes, String sha256) implements Change {
        @Override
        public String kind() {
            return "replace";
        }

        @Override
        public String toString() {
            return "all rows of " + table + " by " + rows + " rows (" + bytes + " bytes)";
        }
    }

    /** Takes an archive. */
    public static Restore from(Path archive) {
        return new Restore(Objects.requireNonNull(archive, "archive"), null, false, LIMIT);
    }

    /**
     * Opens the archive under these keys, and refuses one that is not sealed: whoever can replace the file could otherwise
     * put an archive of their own in its place.
     */
    public Restore keys(KeyRing ring) {
        return new Restore(archive, Objects.requireNonNull(ring, "ring"), unsealed, limit);
    }

    /** Accepts an archive that is not sealed although keys were given, such as one made before backups were sealed. */
    public Restore allowUnsealed() {
        return new Restore(archive, keys, true, limit);
    }

    /** Sets how many bytes of rows an archive may hold, 16 Gi unless set, so that none fills the disk. */
    public Restore limit(long bytes) {
        return new Restore(archive, keys, unsealed, bytes);
    }

    /**
     * Reads the whole archive, and gives what it holds.
     *
     * @throws ArchiveException if it is not what was written
     */
    public Call<Manifest> verify() {
        return ExchangeThreads.SHARED.call("restore", this::verified);
    }

    private Manifest verified(WorkRun work) {
        try (ArchiveReader reader = new ArchiveReader(archive, keys, unsealed, limit)) {
            reader.verify(work);
            return reader.manifest();
        }
    }

    /**
     * Reads the whole archive, and plans to put the rows of these tables into the place of theirs. Tables are found by
     * their names; what else is in the archive is left there.
     *
     * <p>Tables of one database are replaced in one transaction, in whatever order they refer to each other: either all
     * of them, or none. Their triggers do not run for it, the rows of other tables stay, and the new rows are read again
     * and compared before they are kept. Sequences go on behind them.
     *
     * @throws ArchiveException if the archive is not what was written, or lacks one of the tables
     */
    public Call<Plan<Replacement>> into(Table... tables) {
        Map<String, Table> byName =
                List.of(tables).stream().collect(Collectors.toMap(Table::name, Function.identity()));
        return ExchangeThreads.SHARED.call("restore", work -> {
            Map<Object, List<Manifest.Entry>> groups = new LinkedHashMap<>();
            Manifest manifest = verified(work);
            for (Table table : tables) {
                Manifest.Entry entry = entry(manifest, table);
                Object group = exact(table, entry) ? ((ExactTable) table).group() : table;
                groups.computeIfAbsent(group, of -> new ArrayList<>()).add(entry);
            }
            String title = "restore of " + archive.getFileName();
            List<Plan<Replacement>> plans = new ArrayList<>();
            for (List<Manifest.Entry> entries : groups.values()) {
                PlanBuilder<Replacement> plan =
                        Plan.builder(title, entries.size(), changes -> replace(byName, changes));
                entries.forEach(
                        entry -> plan.add(new Replacement(entry.table(), entry.rows(), entry.bytes(), entry.sha256())));
                plans.add(plan.build());
            }
            return plans.size() == 1 ? plans.get(0) : Plan.join(title, plans);
        });
    }

    private Manifest.Entry entry(Manifest manifest, Table table) {
        return manifest.entries().stream()
                .filter(each -> each.table().equals(table.name()))
                .findFirst()
                .orElseThrow(() -> new ArchiveException(
                        archive,
                        ArchiveException.Reason.MISSING,
                        "it has no table " + table.name() + ", but "
                                + manifest.entries().stream()
                                        .map(Manifest.Entry::table)
                                        .toList(),
                        null));
    }

    /** Whether the rows are those of a table of the same engine, and not of one that people or platforms fill. */
    private static boolean exact(Table table, Manifest.Entry entry) {
        String form = entry.form();
        if (form == null || !(table instanceof ExactTable exact)) {
            return false;
        }
        if (!form.equals(exact.group().form())) {
            throw new ExchangeException(
                    "the rows of " + table.name() + " in the backup are those of " + form + ", and the table is one of "
                            + exact.group().form() + ": copy the rows with a Transfer instead",
                    null);
        }
        return true;
    }

    /** Does what {@link #into} plans. */
    public Call<Report<Replacement>> restore(Table... tables) {
        return into(tables).then(Plan::apply);
    }

    /**
     * Restores the archive into scratch tables and compares what is there with the archive row for row; the tables
     * themselves are only asked how they are made. For tables of PostgreSQL these are tables of a schema that is made and
     * dropped in one transaction, so the user of the database needs the right to make one; for tables of SQLite they are
     * in a temporary file, and so is what a {@link Table#file} becomes. Other tables have no scratch place, and are a
     * problem of the proof.
     *
     * @throws ArchiveException if the archive is not what was written, or lacks one of the tables
     */
    public Call<RestoreProof> prove(Table... tables) {
        List<Table> proven = List.of(tables);
        return ExchangeThreads.SHARED.call("prove", work -> {
            try (ArchiveReader reader = new ArchiveReader(archive, keys, unsealed, limit)) {
                reader.verify(work);
                Map<ExactTable.Group, List<ExactTable.Source>> groups = new LinkedHashMap<>();
                List<TableProblem> problems = new ArrayList<>();
                for (Table table : proven) {
                    Manifest.Entry entry = entry(reader.manifest(), table);
                    if (exact(table, entry)) {
                        groups.computeIfAbsent(((ExactTable) table).group(), of -> new ArrayList<>())
                                .add(source((ExactTable) table, entry, reader, work));
                    } else if (table instanceof FileTable file) {
                        problems.addAll(file.prove(rows(reader, entry, work)));
                    } else {
                        problems.add(
                                new TableProblem(
                                        table.name(),
                                        "",
                                        "",
                                        "has no scratch place to restore it to: only files, and rows of a database's tables, have"));
                    }
                }
                groups.forEach((group, sources) -> problems.addAll(work.await(work.start(group.prove(sources)))));
                return new RestoreProof(reader.manifest(), problems);
            }
        });
    }

    private static Iterable<Map<String, @Nullable Object>> rows(
            ArchiveReader reader, Manifest.Entry entry, WorkRun work) {
        return () -> StreamSupport.stream(Spliterators.spliteratorUnknownSize(reader.rows(entry), 0), false)
                .peek(row -> work.checkActive())
                .iterator();
    }

    private static ExactTable.Source source(
            ExactTable table, Manifest.Entry entry, ArchiveReader reader, WorkRun work) {
        return new ExactTable.Source(table, rows(reader, entry, work), entry.counters());
    }

    private Call<List<Outcome<Replacement>>> replace(Map<String, Table> tables, List<Replacement> changes) {
        return ExchangeThreads.SHARED.call("restore", work -> {
            try (ArchiveReader reader = new ArchiveReader(archive, keys, unsealed, limit)) {
                List<ExactTable.Source> sources = new ArrayList<>();
                for (Replacement change : changes) {
                    Table table = Objects.requireNonNull(tables.get(change.table()));
                    Manifest.Entry entry = reader.manifest().entries().stream()
                            .filter(each -> each.table().equals(change.table())
                                    && each.sha256().equals(change.sha256()))
                            .findFirst()
                            .orElse(null);
                    if (entry == null) {
                        return changes.stream()
                                .map(each -> Outcome.stale(each, "the archive is another now"))
                                .toList();
                    }
                    if (exact(table, entry)) {
                        sources.add(source((ExactTable) table, entry, reader, work));
                    } else {
                        work.await(work.start(table.replace(rows(reader, entry, work))));
                    }
                }
                if (!sources.isEmpty()) {
                    work.await(work.start(sources.get(0).table().group().replace(sources)));
                }
                return changes.stream().map(Outcome::applied).toList();
            } catch (ExchangeException e) {
                // Tables that cannot take all rows leave what was there.
                return changes.stream()
                        .map(each -> Outcome.failed(each, String.valueOf(e.getMessage())))
                        .toList();
            }
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.Change;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.PlanBuilder;
import dev.bracketwire.Report;
import dev.bracketwire.keys.KeyRing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        return Work.call("restore", this::verified);
    }

    private Manifest verified(Work work) {
        try (ArchiveReader reader = new ArchiveReader(archive, keys, unsealed, limit)) {
            reader.verify(work);
            return reader.manifest();
        }
    }

    /**
     * Reads the whole archive, and plans to put the rows of these tables into the place of theirs. Tables are found by
     * their names; what else is in the archive is left there.
     *
     * @throws ArchiveException if the archive is not what was written, or lacks one of the tables
     */
    public Call<Plan<Replacement>> into(Table... tables) {
        Map<String, Table> byName =
                List.of(tables).stream().collect(Collectors.toMap(Table::name, Function.identity()));
        return Work.call("restore", work -> {
            Map<String, Manifest.Entry> entries = verified(work).entries().stream()
                    .collect(Collectors.toMap(Manifest.Entry::table, Function.identity()));
            PlanBuilder<Replacement> plan = Plan.builder(
                    "restore of " + archive.getFileName(),
                    change -> replace(Objects.requireNonNull(byName.get(change.table())), change));
            for (Table table : tables) {
                Manifest.Entry entry = entries.get(table.name());
                if (entry == null) {
                    throw new ArchiveException(
                            archive,
                            ArchiveException.Reason.MISSING,
                            "it has no table " + table.name() + ", but " + entries.keySet(),
                            null);
                }
                plan.add(new Replacement(entry.table(), entry.rows(), entry.bytes(), entry.sha256()));
            }
            return plan.build();
        });
    }

    /** Does what {@link #into} plans. */
    public Call<Report<Replacement>> restore(Table... tables) {
        return into(tables).then(Plan::apply);
    }

    private Call<Outcome<Replacement>> replace(Table table, Replacement change) {
        return Work.call("restore", work -> {
            try (ArchiveReader reader = new ArchiveReader(archive, keys, unsealed, limit)) {
                Manifest.Entry entry = reader.manifest().entries().stream()
                        .filter(each -> each.table().equals(change.table())
                                && each.sha256().equals(change.sha256()))
                        .findFirst()
                        .orElse(null);
                if (entry == null) {
                    return Outcome.stale(change, "the archive is another now");
                }
                try (ArchiveReader.ArchiveRows rows = reader.rows(entry)) {
                    work.await(work.start(table.replace(() -> rows)));
                }
                return Outcome.applied(change);
            } catch (ExchangeException e) {
                // A table that cannot take all rows leaves what was there.
                return Outcome.failed(change, String.valueOf(e.getMessage()));
            }
        });
    }
}

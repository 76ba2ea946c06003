// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.WorkRun;
import dev.bracketwire.exchange.internal.CanonicalValues;
import dev.bracketwire.exchange.internal.DigestingStreams;
import dev.bracketwire.exchange.internal.ExactTable;
import dev.bracketwire.exchange.internal.SealedOutput;
import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.Sealer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of tables into one archive: a ZIP file of JSON lines, a manifest, and the checksums of all. {@link Restore}
 * brings them back. It is immutable.
 *
 * <pre>{@code
 * Backup league = Backup.of(players, matches);
 * Manifest made = league.to(Path.of("league.zip")).get();
 * RestoreProof proof = league.prove(Path.of("league.zip")).get().orThrow();
 * }</pre>
 */
public final class Backup {
    static final String MANIFEST = "manifest.json";
    static final String SEALED_MANIFEST = "manifest.sealed";

    private final List<Table> tables;
    private final @Nullable KeyRing keys;
    private final InstantSource clock;

    private Backup(List<Table> tables, @Nullable KeyRing keys, InstantSource clock) {
        this.tables = tables;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Takes tables, such as files, the pages of a platform, or a store.
     *
     * @throws IllegalArgumentException if there is none, or two have the same name
     */
    public static Backup of(Table... tables) {
        Set<String> names = new HashSet<>();
        for (Table table : tables) {
            if (!names.add(table.name())) {
                throw new IllegalArgumentException("two tables are called " + table.name());
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("tables must be at least one");
        }
        return new Backup(List.of(tables), null, Clock.systemUTC());
    }

    /** Encrypts the archive, its manifest too, under the ring's current key. Unset, everybody can read it. */
    public Backup sealed(KeyRing ring) {
        return new Backup(tables, Objects.requireNonNull(ring, "ring"), clock);
    }

    /** Sets the clock that gives {@link Manifest#madeAt}, such as the testkit's; the system's unless set. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Backup clock(C source) {
        return new Backup(tables, keys, Objects.requireNonNull(source, "source"));
    }

    /**
     * Writes the archive. It is read again before it takes the place of what was there, so what is there is whole. All
     * tables of a database are read at one state of it. A column that cannot be kept exactly fails the call with its name
     * and type before anything is written. If the archive is
     * new, only its owner can read it.
     */
    public Call<Manifest> to(Path archive) {
        Objects.requireNonNull(archive, "archive");
        return ExchangeThreads.SHARED.call("backup", work -> {
            Map<String, ExactTable.Copy> copies = copies(work);
            try (AtomicFile whole = AtomicFile.secret(archive)) {
                Manifest manifest = write(whole.out(), copies, work);
                try (ArchiveReader written = new ArchiveReader(whole.part(), keys, false, Long.MAX_VALUE)) {
                    written.verify(work);
                }
                whole.commit();
                return manifest;
            } catch (IOException e) {
                throw new ExchangeException(archive + " cannot be written: " + e.getMessage(), e);
            } finally {
                copies.values().forEach(copy -> KeyedRows.close(copy.rows()));
            }
        });
    }

    /**
     * Restores an archive of these tables into scratch tables, compares row for row, and leaves nothing of it behind.
     *
     * @see Restore#prove
     */
    public Call<RestoreProof> prove(Path archive) {
        Restore restore = Restore.from(archive);
        return (keys == null ? restore : restore.keys(keys)).prove(tables.toArray(new Table[0]));
    }

    private Map<String, ExactTable.Copy> copies(WorkRun work) {
        Map<ExactTable.Group, List<ExactTable>> groups = new LinkedHashMap<>();
        for (Table table : tables) {
            if (table instanceof ExactTable exact) {
                groups.computeIfAbsent(exact.group(), group -> new ArrayList<>())
                        .add(exact);
            }
        }
        Map<String, ExactTable.Copy> copies = new HashMap<>();
        try {
            groups.forEach((group, exact) -> {
                List<ExactTable.Copy> read = work.await(work.start(group.copy(exact)));
                for (int i = 0; i < read.size(); i++) {
                    copies.put(exact.get(i).name(), read.get(i));
                }
            });
            return copies;
        } catch (RuntimeException e) {
            copies.values().forEach(copy -> KeyedRows.close(copy.rows()));
            throw e;
        }
    }

    private Manifest write(OutputStream out, Map<String, ExactTable.Copy> copies, WorkRun work) throws IOException {
        Instant now = clock.instant();
        @Nullable Sealer sealer = keys == null ? null : Sealer.with(keys);
        List<Manifest.Entry> entries = new ArrayList<>();
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
        for (Table table : tables) {
            String file =
                    "rows/" + (entries.size() + 1) + '-' + table.name().replaceAll("[^A-Za-z0-9_-]+", "_") + ".jsonl";
            entries.add(write(zip, sealer, table, copies.get(table.name()), file, work));
        }
        Manifest manifest = new Manifest(Manifest.VERSION, now, entries);
        byte[] json = Json.write(manifest);
        zip.putNextEntry(new ZipEntry(sealer == null ? MANIFEST : SEALED_MANIFEST));
        zip.write(sealer == null ? json : sealer.seal(json, SEALED_MANIFEST));
        zip.closeEntry();
        zip.finish();
        zip.flush();
        return manifest;
    }

    private static Manifest.Entry write(
            ZipOutputStream zip,
            @Nullable Sealer sealer,
            Table table,
            ExactTable.@Nullable Copy copy,
            String file,
            WorkRun work)
            throws IOException {
        zip.putNextEntry(new ZipEntry(file));
        Iterable<?> rows = copy == null ? work.await(work.start(table.rows())) : copy.rows();
        try {
            Iterable<Map<String, @Nullable Object>> plain = () -> StreamSupport.stream(rows.spliterator(), false)
                    .peek(row -> work.checkActive())
                    .map(CanonicalValues::row)
                    .iterator();
            DigestingStreams digest = new DigestingStreams();
            Written written;
            if (sealer == null) {
                written = Format.jsonLines().write(digest.output(zip), plain);
            } else {
                try (OutputStream sealing = new DeflaterOutputStream(new SealedOutput(zip, sealer, file))) {
                    written = Format.jsonLines().write(digest.output(sealing), plain);
                }
            }
            zip.closeEntry();
            return new Manifest.Entry(
                    table.name(),
                    file,
                    written.rows(),
                    written.bytes(),
                    digest.hex(),
                    table instanceof ExactTable exact ? exact.group().form() : null,
                    copy == null ? Map.of() : copy.counters());
        } finally {
            KeyedRows.close(rows);
        }
    }
}

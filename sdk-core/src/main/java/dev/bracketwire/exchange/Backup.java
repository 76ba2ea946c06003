// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.internal.exchange.Digesting;
import dev.bracketwire.internal.exchange.SealedOutput;
import dev.bracketwire.internal.exchange.Values;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * Manifest made = Backup.of(players, matches).to(Path.of("league.zip")).get();
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

    /** Takes the time from here, for tests. */
    public Backup clock(InstantSource source) {
        return new Backup(tables, keys, Objects.requireNonNull(source, "source"));
    }

    /**
     * Writes the archive. It is read again before it takes the place of what was there, so that what is there can be
     * restored. If it is new, only its owner can read it.
     */
    public Call<Manifest> to(Path archive) {
        Objects.requireNonNull(archive, "archive");
        return Work.call("backup", work -> {
            try (AtomicFile whole = AtomicFile.secret(archive)) {
                Manifest manifest = write(whole.out(), work);
                try (ArchiveReader written = new ArchiveReader(whole.part(), keys, false, Long.MAX_VALUE)) {
                    written.verify(work);
                }
                whole.commit();
                return manifest;
            } catch (IOException e) {
                throw new ExchangeException(archive + " cannot be written: " + e.getMessage(), e);
            }
        });
    }

    private Manifest write(OutputStream out, Work work) throws IOException {
        Instant now = clock.instant();
        @Nullable Sealer sealer = keys == null ? null : Sealer.with(keys);
        List<Manifest.Entry> entries = new ArrayList<>();
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
        for (Table table : tables) {
            String file =
                    "rows/" + (entries.size() + 1) + '-' + table.name().replaceAll("[^A-Za-z0-9_-]+", "_") + ".jsonl";
            entries.add(write(zip, sealer, table, file, work));
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
            ZipOutputStream zip, @Nullable Sealer sealer, Table table, String file, Work work) throws IOException {
        zip.putNextEntry(new ZipEntry(file));
        Iterable<?> rows = work.await(work.start(table.rows()));
        try {
            Iterable<Map<String, @Nullable Object>> plain = () -> StreamSupport.stream(rows.spliterator(), false)
                    .peek(row -> work.goOn())
                    .map(Values::row)
                    .iterator();
            Digesting digest = new Digesting();
            Written written;
            if (sealer == null) {
                written = Format.jsonLines().write(digest.output(zip), plain);
            } else {
                try (OutputStream sealing = new DeflaterOutputStream(new SealedOutput(zip, sealer, file))) {
                    written = Format.jsonLines().write(digest.output(sealing), plain);
                }
            }
            zip.closeEntry();
            return new Manifest.Entry(table.name(), file, written.rows(), written.bytes(), digest.hex());
        } finally {
            KeyedRows.close(rows);
        }
    }
}

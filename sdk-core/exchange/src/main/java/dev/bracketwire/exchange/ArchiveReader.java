// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.TypeRef;
import dev.bracketwire.WorkRun;
import dev.bracketwire.exchange.ArchiveException.Reason;
import dev.bracketwire.exchange.internal.DigestingStreams;
import dev.bracketwire.exchange.internal.SealedInput;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.SealException;
import dev.bracketwire.keys.Sealer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** An archive that is read with every suspicion. */
final class ArchiveReader implements AutoCloseable {
    private static final TypeRef<Map<String, @Nullable Object>> MAPS = new TypeRef<>() {};
    private static final int MANIFEST_LIMIT = 1 << 24;

    private final Path archive;
    private final ZipFile zip;
    private final @Nullable Sealer sealer;
    private final Manifest manifest;

    /**
     * Opens an archive.
     *
     * @param unsealed whether one that is not sealed is accepted although keys are given
     */
    ArchiveReader(Path archive, @Nullable KeyRing keys, boolean unsealed, long limit) {
        this.archive = archive;
        this.zip = open();
        try {
            boolean sealed = zip.getEntry(Backup.SEALED_MANIFEST) != null;
            if (sealed && keys == null) {
                throw refused(Reason.SEALED, "it is sealed: say under which keys with keys(...)", null);
            }
            if (!sealed && keys != null && !unsealed) {
                throw refused(
                        Reason.UNSEALED,
                        "it is not sealed, so it may come from somebody without the keys; if you know where it comes"
                                + " from, accept it with allowUnsealed()",
                        null);
            }
            this.sealer = sealed && keys != null ? Sealer.with(keys) : null;
            this.manifest = manifest(sealed ? Backup.SEALED_MANIFEST : Backup.MANIFEST);
            check(sealed ? Backup.SEALED_MANIFEST : Backup.MANIFEST, limit);
        } catch (RuntimeException e) {
            throw closing(e);
        }
    }

    private ZipFile open() {
        try {
            return new ZipFile(archive.toFile());
        } catch (IOException e) {
            throw refused(Reason.DAMAGED, "it is no ZIP file that is whole, or cannot be read: " + e.getMessage(), e);
        }
    }

    private RuntimeException closing(RuntimeException failure) {
        try {
            zip.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private ArchiveException refused(Reason reason, String what, @Nullable Throwable cause) {
        return new ArchiveException(archive, reason, what, cause);
    }

    Manifest manifest() {
        return manifest;
    }

    private Manifest manifest(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw refused(Reason.DAMAGED, "it has no " + Backup.MANIFEST + ", so it is no backup", null);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MANIFEST_LIMIT);
            if (in.read() >= 0) {
                throw refused(Reason.TOO_LARGE, "its manifest takes more than " + MANIFEST_LIMIT + " bytes", null);
            }
            CRC32 sum = new CRC32();
            sum.update(bytes);
            // A ZipFile does not look.
            if (sum.getValue() != entry.getCrc()) {
                throw refused(Reason.DAMAGED, "its manifest is not what was written", null);
            }
            byte[] json = sealer == null ? bytes : sealer.open(bytes, name);
            JsonNode version = Json.tree(json).path("version");
            if (version.isInt() && version.intValue() != Manifest.VERSION) {
                throw refused(
                        Reason.VERSION,
                        "it has version " + version + " of the form, and only " + Manifest.VERSION
                                + " is read here: use the version of the SDK that made it",
                        null);
            }
            return (Manifest) Json.read(Json.reader(Manifest.class), json, 0);
        } catch (SealException e) {
            throw sealed(e);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | NullPointerException e) {
            throw refused(Reason.DAMAGED, "its manifest cannot be read", e);
        }
    }

    private ArchiveException sealed(SealException e) {
        boolean unknown = e.reason() == SealException.Reason.UNKNOWN_KEY;
        return refused(unknown ? Reason.SEALED : Reason.CHANGED, String.valueOf(e.getMessage()), e);
    }

    private void check(String manifestName, long limit) {
        Set<String> named =
                manifest.entries().stream().map(Manifest.Entry::file).collect(Collectors.toSet());
        named.add(manifestName);
        Set<String> there = new HashSet<>();
        for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
            if (!named.contains(entry.getName()) || !there.add(entry.getName())) {
                throw refused(
                        Reason.UNEXPECTED,
                        "it holds something that its manifest does not name, so somebody else put it there",
                        null);
            }
        }
        Set<String> tables = new HashSet<>();
        long all = 0;
        for (Manifest.Entry entry : manifest.entries()) {
            if (!there.contains(entry.file())) {
                throw refused(Reason.MISSING, "the rows of " + entry.table() + " are not in it", null);
            }
            if (!tables.add(entry.table()) || entry.bytes() < 0 || entry.rows() < 0) {
                throw refused(Reason.DAMAGED, "its manifest contradicts itself at " + entry.table(), null);
            }
            all = entry.bytes() > limit - all ? Long.MAX_VALUE : all + entry.bytes();
            if (all > limit) {
                throw refused(
                        Reason.TOO_LARGE,
                        "it holds more than " + limit + " bytes; if that is right, raise limit(...)",
                        null);
            }
        }
    }

    /** Reads everything, and compares it with the manifest. */
    void verify(WorkRun work) {
        for (Manifest.Entry entry : manifest.entries()) {
            try (ArchiveRows rows = rows(entry)) {
                while (rows.hasNext()) {
                    work.checkActive();
                    rows.next();
                }
            }
        }
    }

    /** The rows of an entry; after the last it is sure that all were what the manifest says. */
    ArchiveRows rows(Manifest.Entry entry) {
        return new ArchiveRows(entry);
    }

    final class ArchiveRows implements Iterator<Map<String, @Nullable Object>>, AutoCloseable {
        private final Manifest.Entry entry;
        private final DigestingStreams digest = new DigestingStreams();
        private final Rows<Map<String, @Nullable Object>> rows;
        private final Iterator<Map<String, @Nullable Object>> each;
        private @Nullable SealedInput sealed;
        private boolean ended;

        ArchiveRows(Manifest.Entry entry) {
            this.entry = entry;
            this.rows = Format.jsonLines()
                    .onProblem(OnProblem.stop())
                    .rows(entry.table(), digest.input(input(), this::watch), MAPS);
            this.each = rows.iterator();
        }

        private InputStream input() {
            try {
                InputStream in = zip.getInputStream(zip.getEntry(entry.file()));
                if (sealer == null) {
                    return in;
                }
                SealedInput opened = new SealedInput(in, sealer, entry.file());
                sealed = opened;
                return new InflaterInputStream(opened);
            } catch (IOException e) {
                throw changed(e);
            }
        }

        private void watch(long count) {
            if (count > entry.bytes()) {
                throw refused(
                        Reason.TOO_LARGE,
                        "the rows of " + entry.table() + " take more than the " + entry.bytes()
                                + " bytes that the manifest says",
                        null);
            }
        }

        private ArchiveException changed(@Nullable Throwable cause) {
            return refused(
                    Reason.CHANGED,
                    "the rows of " + entry.table() + " are not those that were put into it: take another backup",
                    cause);
        }

        @Override
        public boolean hasNext() {
            if (ended) {
                return false;
            }
            try {
                ended = !each.hasNext();
                if (ended && sealed != null) {
                    sealed.requireEnd();
                }
            } catch (ArchiveException e) {
                throw e;
            } catch (SealException e) {
                throw sealed(e);
            } catch (ExchangeException | IOException e) {
                throw changed(e);
            }
            if (ended
                    && (digest.count() != entry.bytes()
                            || rows.seen() != entry.rows()
                            || !digest.hex().equals(entry.sha256()))) {
                throw changed(null);
            }
            return !ended;
        }

        @Override
        public Map<String, @Nullable Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("after the last row of " + entry.table());
            }
            return each.next();
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new ExchangeException(archive + " cannot be closed: " + e.getMessage(), e);
        }
    }
}

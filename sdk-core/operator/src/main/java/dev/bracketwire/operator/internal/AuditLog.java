// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.files.FilePermissions;
import dev.bracketwire.operator.internal.AuditMark.Point;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.crypto.Mac;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends lines to the files of a trail, and seals them afterwards. */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.bracketwire.audit");
    private static final String CLOSED = "trail closed";

    private final Path folder;
    private final AuditKeys keys;
    private final InstantSource dates;
    private final long maxBytes;
    private final int keep;
    private final FileChannel claim;
    private final String trail;
    private final LongAdder lost = new LongAdder();

    // Who appends holds the first, who seals the second; who needs both takes them in this order.
    private final ReentrantLock appending = new ReentrantLock();
    private final ReentrantLock sealing = new ReentrantLock();

    // Guarded by appending.
    private final AuditLine line = new AuditLine();
    private AuditFile file;
    private long number;
    // The file that is written last, and before it those that are not sealed to their ends.
    private final ConcurrentLinkedDeque<AuditFile> files = new ConcurrentLinkedDeque<>();
    private long unsaid;
    private boolean closed;

    // Guarded by sealing.
    private final Mac mac;
    private AuditMark mark;
    private boolean isSealing = true;

    private AuditLog(
            Path folder,
            AuditKeys keys,
            InstantSource dates,
            long maxBytes,
            int keep,
            FileChannel claim,
            AuditTail.End end)
            throws IOException {
        this.folder = folder;
        this.keys = keys;
        this.dates = dates;
        this.maxBytes = maxBytes;
        this.keep = keep;
        this.claim = claim;
        this.mac = keys.current().mac();
        this.mark = end.mark();
        this.number = mark.count();
        this.trail = mark.trail();
        this.file = begun(end.file(), "trail opened", end.words(), end.cutOff(), end.problems());
        files.add(file);
        try {
            sealAll();
        } catch (IOException e) {
            if (mark.count() < number) {
                file.discard();
            }
            throw e;
        }
        forget();
        if (!mark.problems().isEmpty()) {
            LOG.error(
                    "the audit trail in {} is not intact: {}; verify it, and look at who can write there",
                    folder,
                    mark.problems().stream().map(AuditMark.Recorded::what).toList());
        }
    }

    /**
     * Goes on with the trail in a folder.
     *
     * @throws StoreException if another process writes it, or the folder cannot be written
     */
    public static AuditLog open(Path folder, AuditKeys keys, InstantSource dates, long maxBytes, int keep) {
        Path place = folder.toAbsolutePath();
        try {
            FilePermissions.secretFolder(place);
            FilePermissions.requireSafe(place);
            FileChannel claim = claim(place);
            try {
                return new AuditLog(place, keys, dates, maxBytes, keep, claim, AuditTail.recover(place, keys, CLOSED));
            } catch (IOException | RuntimeException e) {
                claim.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the audit trail in " + folder + " cannot be written", e);
        }
    }

    private static FileChannel claim(Path folder) throws IOException {
        Path lock = folder.resolve("audit.lock");
        FileChannel claim = FileChannel.open(
                lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FilePermissions.ownerOnly(lock));
        try {
            if (claim.tryLock() != null) {
                return claim;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("this very process holds {}", folder, e);
        }
        claim.close();
        throw new StoreException(
                Reason.UNAVAILABLE,
                "somebody else writes the audit trail in " + folder + ": give each process a folder of its own",
                null);
    }

    /** A file with its first line; what the file before it ends with is filled in there when that is sealed. */
    private AuditFile begun(int fileNumber, String what, String how, int cutOff, List<String> problems)
            throws IOException {
        AuditFile next = AuditFile.create(AuditReader.file(folder, fileNumber));
        line.begin(number + 1, dates.millis())
                .text("what", what)
                .text("outcome", how)
                .number("cutOff", cutOff)
                .text("trail", trail)
                .text("key", keys.current().id())
                .number("file", fileNumber)
                .number("oldest", oldest(fileNumber));
        if (!problems.isEmpty()) {
            line.text("problem", String.join("; ", problems));
        }
        line.text("prev", " ".repeat(AuditSeal.LENGTH)).end();
        try {
            next.write(line.bytes(), line.length());
        } catch (IOException e) {
            next.discard();
            throw e;
        }
        number++;
        return next;
    }

    /** The oldest file that is kept beside this one. */
    private int oldest(int fileNumber) {
        return Math.max(1, fileNumber - Math.min(keep, fileNumber) + 1);
    }

    /** Appends a line, which is in the file when this returns. Never fails: one that cannot be written is counted. */
    public void append(Consumer<AuditLine> content) {
        appending.lock();
        try {
            if (closed) {
                lose(new IOException("the trail is closed"));
                return;
            }
            if (unsaid > 0) {
                long lines = unsaid;
                write(said -> said.text("what", "lines lost").number("lost", lines));
                unsaid = 0;
            }
            write(content);
        } catch (IOException e) {
            lose(e);
        } finally {
            appending.unlock();
        }
    }

    private void write(Consumer<AuditLine> content) throws IOException {
        line.begin(number + 1, dates.millis());
        content.accept(line);
        line.end();
        if (file.size() > 0 && file.size() + line.length() > maxBytes) {
            rotate();
            line.begin(number + 1, dates.millis());
            content.accept(line);
            line.end();
        }
        file.write(line.bytes(), line.length());
        number++;
    }

    private void lose(IOException why) {
        lost.increment();
        if (unsaid++ == 0) {
            LOG.error("the audit trail in {} cannot be written; what is lost is counted", folder, why);
        }
    }

    private void rotate() throws IOException {
        AuditFile next = begun(AuditReader.number(file.path) + 1, "file begun", "the one before is full", 0, List.of());
        file.retire();
        file = next;
        files.add(next);
    }

    /** Seals all lines that have no seal yet. */
    public void seal() {
        sealing.lock();
        try {
            sealAll();
            isSealing = true;
        } catch (IOException e) {
            if (isSealing) {
                LOG.error("the lines of the audit trail in {} cannot be sealed; it is tried again", folder, e);
            }
            isSealing = false;
        } finally {
            sealing.unlock();
        }
    }

    // The mark goes first: seals that it does not know would be those of an older mark, put back by a stranger.
    private void sealAll() throws IOException {
        List<AuditFile> pending = new ArrayList<>();
        List<AuditFile> whole = new ArrayList<>();
        Point last = new Point(mark.newest(), mark.count(), mark.head());
        for (AuditFile one : files) {
            boolean isWhole = one.isRetired();
            Point end = one.compute(last, keys.current(), mac);
            if (end.number() > last.number()) {
                pending.add(one);
                last = end;
            }
            if (isWhole) {
                whole.add(one);
            }
        }
        if (!pending.isEmpty()) {
            for (AuditFile one : files) {
                one.force();
            }
            AuditMark next = mark.at(last.number(), last.seal(), pending.get(0).start(), last.file());
            next.write(folder, keys.current());
            mark = next;
            for (AuditFile one : pending) {
                one.show();
            }
        }
        for (AuditFile one : whole) {
            files.remove(one);
            end(one);
        }
        if (!whole.isEmpty()) {
            forget();
        }
    }

    private void end(AuditFile full) {
        try {
            full.close();
        } catch (IOException e) {
            LOG.warn("{} is sealed, and could not be ended well", full.path, e);
        }
    }

    /** Deletes the oldest files if there are more than are kept. The mark says so before, as strangers cannot. */
    private void forget() throws IOException {
        int oldest = oldest(mark.newest());
        if (oldest <= mark.oldest().file()) {
            return;
        }
        Path file = AuditReader.file(folder, oldest);
        Point begins = Files.exists(file) ? AuditTail.beginning(file, mark.trail(), keys) : null;
        if (begins == null) {
            LOG.warn("files before {} are kept, since that one is missing or was changed", file);
            return;
        }
        AuditMark next = mark.since(begins);
        next.write(folder, keys.current());
        mark = next;
        for (Path old : AuditTail.olderThan(folder, oldest)) {
            Files.deleteIfExists(old);
        }
    }

    /** The number and the seal of the last sealed line. */
    public String head() {
        sealing.lock();
        try {
            return mark.count() + ":" + mark.head();
        } finally {
            sealing.unlock();
        }
    }

    /** How many lines could not be written. */
    public long lost() {
        return lost.sum();
    }

    /** Writes the last line, and ends the file. */
    @Override
    public void close() {
        appending.lock();
        sealing.lock();
        try (claim) {
            if (!closed) {
                append(last -> last.text("what", CLOSED));
                closed = true;
                try {
                    sealAll();
                } finally {
                    file.close();
                }
                // All seals are on the disk now, so none may be missing from here on.
                mark.at(mark.count(), mark.head(), mark.tail(), mark.newest()).write(folder, keys.current());
            }
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the audit trail in " + folder + " could not be ended", e);
        } finally {
            sealing.unlock();
            appending.unlock();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.operator;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.files.Rights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Iterator;
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
    private final AuditSeal seals;
    private final InstantSource dates;
    private final long maxBytes;
    private final int keep;
    private final FileChannel claim;
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
    private byte[] lastSeal;
    private long sealed;

    private AuditLog(
            Path folder,
            AuditSeal seals,
            InstantSource dates,
            long maxBytes,
            int keep,
            FileChannel claim,
            AuditTail tail)
            throws IOException {
        this.folder = folder;
        this.seals = seals;
        this.dates = dates;
        this.maxBytes = maxBytes;
        this.keep = keep;
        this.claim = claim;
        this.mac = seals.mac();
        this.number = tail.number();
        this.sealed = number;
        this.lastSeal = tail.seal().getBytes(StandardCharsets.US_ASCII);
        this.file = begun(tail.file() + 1, "trail opened", tail.words(), tail.cutOff());
        files.add(file);
        seal();
    }

    /**
     * Goes on with the trail in a folder.
     *
     * @throws StoreException if another process writes it, or the folder cannot be written
     */
    public static AuditLog open(Path folder, AuditSeal seals, InstantSource dates, long maxBytes, int keep) {
        Path place = folder.toAbsolutePath();
        try {
            Rights.secretFolder(place);
            Rights.requireSafe(place);
            FileChannel claim = claim(place);
            try {
                return new AuditLog(
                        place, seals, dates, maxBytes, keep, claim, AuditTail.recover(place, seals, CLOSED));
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
                lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), Rights.ownerOnly(lock));
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
    private AuditFile begun(int fileNumber, String what, String how, int cutOff) throws IOException {
        AuditFile next = AuditFile.create(AuditReader.file(folder, fileNumber));
        line.begin(number + 1, dates.millis())
                .text("what", what)
                .text("outcome", how)
                .number("cutOff", cutOff)
                .text("prev", " ".repeat(AuditSeal.LENGTH))
                .end();
        try {
            next.write(line.bytes(), line.length());
        } catch (IOException e) {
            next.discard();
            throw e;
        }
        number++;
        return next;
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
        AuditFile next = begun(AuditReader.number(file.path) + 1, "file begun", "the one before is full", 0);
        file.retire();
        file = next;
        files.add(next);
    }

    private void forget() throws IOException {
        List<Path> files = AuditReader.files(folder);
        for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
            Files.deleteIfExists(old);
        }
    }

    /** Seals all lines that have no seal yet. */
    public void seal() {
        sealing.lock();
        try {
            sealAll();
        } finally {
            sealing.unlock();
        }
    }

    private void sealAll() {
        for (Iterator<AuditFile> each = files.iterator(); each.hasNext(); ) {
            AuditFile one = each.next();
            boolean whole = one.isRetired();
            lastSeal = one.seal(seals, mac, lastSeal, seal -> sealed++);
            if (whole) {
                each.remove();
                end(one);
            }
        }
    }

    private void end(AuditFile full) {
        try {
            full.close();
            forget();
        } catch (IOException e) {
            LOG.warn("{} is sealed, and could not be ended well", full.path, e);
        }
    }

    private String lastSeal() {
        return new String(lastSeal, StandardCharsets.US_ASCII);
    }

    /** The number and the seal of the last sealed line. */
    public String head() {
        sealing.lock();
        try {
            return sealed + ":" + lastSeal();
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
                sealAll();
                file.close();
            }
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the audit trail in " + folder + " could not be ended", e);
        } finally {
            sealing.unlock();
            appending.unlock();
        }
    }
}

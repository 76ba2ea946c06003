// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import dev.bracketwire.supervisor.Logs;
import dev.bracketwire.supervisor.internal.state.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A log that the service itself appends to. Its front is copied away up to the end of a line, and the room given back;
 * where the copied part ends stands in {@code NAME.log.head}, beside the time of the first line after it.
 */
public final class LogFile {
    private static final int WINDOW = 64 << 10;

    private final Path file;
    private final Path headFile;
    private final Logs policy;
    private final InstantSource dates;
    private final LogArchive logArchive;

    /** Keeps a log in this file. */
    public LogFile(Path file, Logs policy, InstantSource dates) {
        this.file = file;
        this.headFile = file.resolveSibling(file.getFileName() + ".head");
        this.policy = policy;
        this.dates = dates;
        this.logArchive = new LogArchive(file, policy.keep());
    }

    /** Makes the log ready for a run, rotates it if it is time, and says where the run begins. Nobody writes it now. */
    public synchronized long prepare() throws IOException {
        OwnerOnlyFiles.create(file);
        OwnerOnlyFiles.create(headFile);
        Head head = head();
        long size = Files.size(file);
        if (head.at > 0 || size >= policy.size() || (tooOld(head) && size > 0)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (head.at < size) {
                    logArchive.take(channel, head.at, size);
                }
                channel.truncate(0);
            }
            head = new Head(0, dates.instant());
        }
        save(head);
        return Files.size(file);
    }

    /** Rotates the log while the service writes it, if it is time or forced to; false if that cannot be done here. */
    public synchronized boolean rotate(boolean forced) throws IOException {
        Head head = head();
        if (head.at == 0) {
            save(head); // before a file that was emptied grows past what stood there
        }
        boolean due = forced || tooOld(head);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            while (size - head.at >= policy.size() || (due && size > head.at)) {
                long cut = lineEnd(channel, head.at, Math.min(size, head.at + policy.size()));
                if (cut <= head.at) {
                    return true; // one line that is longer than a file may be: wait for its end
                }
                logArchive.take(channel, head.at, cut);
                head = new Head(cut, dates.instant());
                save(head);
                if (!HolePuncher.punch(file, cut)) {
                    return false;
                }
                due = due && size - cut >= policy.size();
                size = channel.size();
            }
        }
        return true;
    }

    /** The place after the last line that ends before {@code to}, else after the first one beyond it. */
    private static long lineEnd(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(WINDOW);
        for (long end = to; end > from; end -= Math.min(WINDOW, end - from)) {
            long begin = Math.max(from, end - WINDOW);
            buffer.clear().limit((int) (end - begin));
            int read = channel.read(buffer, begin);
            for (int i = read - 1; i >= 0; i--) {
                if (buffer.get(i) == '\n') {
                    return begin + i + 1;
                }
            }
        }
        for (long begin = to; ; begin += WINDOW) {
            buffer.clear();
            int read = channel.read(buffer, begin);
            if (read <= 0) {
                return from;
            }
            for (int i = 0; i < read; i++) {
                if (buffer.get(i) == '\n') {
                    return begin + i + 1;
                }
            }
        }
    }

    private boolean tooOld(Head head) {
        return head.since.plus(policy.age()).isBefore(dates.instant());
    }

    /** From the front where the file is shorter than what was copied away: somebody emptied it. */
    private Head head() throws IOException {
        Instant now = dates.instant();
        String[] words = new String(Files.readAllBytes(headFile), StandardCharsets.ISO_8859_1)
                .strip()
                .split(" ", -1);
        try {
            long at = Long.parseLong(words[0]);
            long since = Long.parseLong(words[1]);
            if (at >= 0 && at <= file.toFile().length() && since >= 0) {
                return new Head(at, Instant.ofEpochSecond(Math.min(since, now.getEpochSecond())));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // made just now, or damaged: then something may be kept twice
        }
        return new Head(0, now);
    }

    private void save(Head head) throws IOException {
        Files.writeString(headFile, head.at + " " + head.since.getEpochSecond());
    }

    /** Where the part begins that has not been copied away, and when its first line was written. */
    public synchronized Optional<Head> known() {
        try {
            return Optional.of(head());
        } catch (IOException e) {
            return Optional.empty(); // never written
        }
    }

    /**
     * The part that has not been copied away.
     *
     * @param at where it begins
     * @param since when that was written
     */
    public record Head(long at, Instant since) {}
}

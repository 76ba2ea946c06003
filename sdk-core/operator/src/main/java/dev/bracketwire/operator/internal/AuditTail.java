// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.operator.internal.AuditMark.Point;
import dev.bracketwire.operator.internal.AuditReader.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a trail, to go on with it. What the mark vouches for is never sealed anew unless it still leads to the
 * head in the mark. What was not sealed in time is sealed now, and recorded in the mark before that.
 */
final class AuditTail {
    private static final String SEALED_LATE = "not sealed in time, when a process ended without closing the trail: "
            + "nothing vouches for their content";

    private final Path folder;
    private final AuditKeys keys;
    private final List<Path> files;
    private final AuditMark.Found found;
    private final List<String> problems = new ArrayList<>();
    private final List<Blank> blanks = new ArrayList<>();
    private final AuditSeal seals;
    private final Mac mac;

    private AuditMark mark;
    private long number;
    private byte[] seal;
    private int file;
    private @Nullable Line last;
    private long firstLate;
    private long firstBeyond;
    private int cutOff;
    private boolean broken;

    /**
     * How a trail ends.
     *
     * @param mark its mark, as it is on the disk now
     * @param file the number of the file to begin
     * @param words how it has ended
     * @param problems what was found wrong
     * @param cutOff how many lines had to be cut off, as they were not whole
     */
    record End(AuditMark mark, int file, String words, List<String> problems, int cutOff) {}

    /** A line whose seal is still to be put into its place. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, and not compared by equals
    private record Blank(Path file, long at, byte[] seal) {}

    private AuditTail(Path folder, AuditKeys keys, AuditMark.Found found) throws IOException {
        this.folder = folder;
        this.keys = keys;
        this.found = found;
        this.files = new ArrayList<>(AuditReader.files(folder));
        AuditMark known = found.mark();
        this.seals = known == null ? guessedKey() : found.seals();
        this.mac = seals.mac();
        this.mark = known == null ? guessed() : known;
        this.number = mark.tail().number();
        this.seal = mark.tail().seal().getBytes(StandardCharsets.US_ASCII);
        this.file = mark.tail().file() - 1;
    }

    /**
     * Mends the end of a trail whose process was killed, and writes its mark.
     *
     * @param closed says in the last line of a trail that it was closed
     */
    static End recover(Path folder, AuditKeys keys, String closed) throws IOException {
        AuditMark.Found found = AuditMark.read(folder, keys);
        AuditMark.clear(folder, false);
        boolean isNew = found.problem().equals("is missing")
                && AuditReader.files(folder).isEmpty();
        if (isNew) {
            AuditMark first = AuditMark.first(keys.current());
            first.write(folder, keys.current());
            return new End(first, next(folder, 0), "there was none before", List.of(), 0);
        }
        return new AuditTail(folder, keys, found).end(closed);
    }

    private End end(String closed) throws IOException {
        refuseOtherKey();
        if (found.mark() == null) {
            problems.add("audit.mark " + found.problem() + ": nothing vouches that the trail is whole up to here");
            AuditMark.clear(folder, true);
        } else {
            noteMissing();
        }
        dropEmpty();
        walk();
        noteEnd();
        Point begins = new Point(file + 1, number, ascii(seal));
        long line = number + 1;
        AuditMark next = new AuditMark(
                mark.trail(),
                number,
                ascii(seal),
                broken ? number : Math.min(mark.from(), number),
                mark.oldest(),
                broken ? begins : mark.tail(),
                file,
                AuditMark.with(mark.problems(), line, problems));
        next.write(folder, seals);
        fill();
        Line end = last;
        boolean clean = problems.isEmpty()
                && cutOff == 0
                && end != null
                && end.field("what").equals(closed);
        long late = firstLate == 0 ? 0 : number - firstLate + 1;
        String words = clean
                ? "after a clean end"
                : "after a process that was killed: %d lines sealed late, %d cut off".formatted(late, cutOff);
        List<String> fresh = next.problems().stream()
                .skip(mark.problems().size())
                .map(AuditMark.Recorded::what)
                .toList();
        return new End(next, next(folder, file), number == 0 ? "there was none before" : words, fresh, cutOff);
    }

    private static String ascii(byte[] seal) {
        return new String(seal, StandardCharsets.US_ASCII);
    }

    /** The number of the next file; what strangers have put there is stepped over. */
    private static int next(Path folder, int file) {
        int next = file + 1;
        while (Files.exists(AuditReader.file(folder, next), LinkOption.NOFOLLOW_LINKS)) {
            next++;
        }
        return next;
    }

    // A wrong key given by mistake would leave a problem in a good trail for ever.
    private void refuseOtherKey() throws IOException {
        String id = found.keyId();
        if (found.mark() != null || id.isEmpty() || keys.find(id) != null || files.isEmpty()) {
            return;
        }
        Line line = first(files.get(files.size() - 1));
        for (Path one : files) {
            Line begins = first(one);
            if (begins != null && beginning(one, begins.field("trail"), keys) != null) {
                return;
            }
        }
        if (line != null && line.field("key").equals(id)) {
            throw new ConfigurationException(List.of(new Problem(
                    "key",
                    "is not the one of the audit trail in " + folder + ", whose key has the id " + id
                            + ": give that key, or name it with formerKey to go on with a new one")));
        }
    }

    private void noteMissing() {
        if (mark.count() == 0) {
            return;
        }
        List<Integer> there = files.stream().map(AuditReader::number).toList();
        String missing = IntStream.rangeClosed(mark.oldest().file(), mark.newest())
                .filter(number -> !there.contains(number))
                .mapToObj(
                        number -> AuditReader.file(folder, number).getFileName().toString())
                .limit(10)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            problems.add("files of the trail are missing: " + missing);
        }
    }

    /** Deletes files at the end that were begun, and whose first line was not written. */
    private void dropEmpty() throws IOException {
        for (int i = files.size() - 1; i >= 0; i--) {
            Path empty = files.get(i);
            try (AuditReader reader = new AuditReader(empty)) {
                if (AuditReader.number(empty) <= mark.newest() || reader.next() != null) {
                    return;
                }
                cutOff += reader.isCut() ? 1 : 0;
            }
            files.remove(i);
            Files.delete(empty);
        }
    }

    /** Follows the lines from the file in which the last seals may be missing. */
    private void walk() throws IOException {
        for (Path one : files) {
            if (AuditReader.number(one) < mark.tail().file() || broken) {
                continue;
            }
            if (AuditReader.number(one) != file + 1) {
                foreign(one, 1);
                return;
            }
            try (AuditReader reader = new AuditReader(one)) {
                long at = 0;
                for (Line line = reader.next(); line != null && !broken; line = reader.next()) {
                    follow(one, ++at, line);
                }
                if (!broken) {
                    file++;
                    cut(one, reader);
                }
            }
        }
    }

    private void cut(Path one, AuditReader reader) throws IOException {
        if (one.equals(files.get(files.size() - 1))) {
            cutOff += reader.isCut() ? 1 : 0;
            try (FileChannel channel = writing(one)) {
                channel.truncate(reader.end());
            }
        } else if (reader.isCut()) {
            foreign(one, 0);
        }
    }

    private static FileChannel writing(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    private void foreign(Path one, long at) {
        broken = true;
        if (number >= mark.count()) {
            problems.add(one.getFileName() + (at == 0 ? "" : " from line " + at + " on") + " is not of this trail");
        }
    }

    private void follow(Path one, long at, Line line) {
        if (line.place() < 0 || line.number() != number + 1) {
            foreign(one, at);
            return;
        }
        boolean followsOther =
                line.previous() != null && !AuditSeal.equal(seal, Objects.requireNonNull(line.previous()));
        boolean unsealed = line.isUnsealed();
        byte[] right = line.follow(seal, seals, mac);
        boolean sealedWrongly = !unsealed && !AuditSeal.equal(right, line.seal());
        boolean isOtherHead = line.number() == mark.count() && !AuditSeal.equal(right, mark.seal());
        if (followsOther || sealedWrongly || isOtherHead) {
            foreign(one, at);
            return;
        }
        if (unsealed && line.number() <= mark.from()) {
            problems.add("seals were taken away from line " + line.number() + " on");
        } else if (unsealed) {
            blanks.add(new Blank(one, line.from + line.place(), right));
            if (line.previousPlace() >= 0) {
                blanks.add(new Blank(one, line.from + line.previousPlace(), seal));
            }
        }
        if (line.number() > mark.count() && unsealed && firstLate == 0) {
            firstLate = line.number();
        } else if (line.number() > mark.count() && !unsealed && firstBeyond == 0) {
            firstBeyond = line.number();
        }
        number = line.number();
        seal = right;
        last = line;
    }

    private void noteEnd() {
        if (number < mark.count()) {
            problems.add("lines from %d to %d are missing or changed: they do not lead to the head in audit.mark"
                    .formatted(number + 1, mark.count()));
            broken = true;
            blanks.clear();
            number = mark.count();
            seal = mark.seal();
        }
        file = Math.max(file, mark.newest());
        if (firstBeyond > 0 && found.mark() != null) {
            problems.add("audit.mark was put back to an older one: it knew line %d, and line %d is sealed"
                    .formatted(mark.count(), firstBeyond));
        }
        if (firstLate > 0) {
            problems.add("lines %d to %d were %s".formatted(firstLate, number, SEALED_LATE));
        }
    }

    private void fill() throws IOException {
        for (Path one : files) {
            List<Blank> ofFile =
                    blanks.stream().filter(blank -> blank.file().equals(one)).toList();
            if (ofFile.isEmpty()) {
                continue;
            }
            try (FileChannel channel = writing(one)) {
                for (Blank blank : ofFile) {
                    channel.write(ByteBuffer.wrap(blank.seal()), blank.at());
                }
                channel.force(true);
            }
        }
        for (Path one : files) {
            if (AuditReader.number(one) < mark.oldest().file()) {
                Files.deleteIfExists(one);
            }
        }
    }

    private AuditSeal guessedKey() throws IOException {
        Line line = files.isEmpty() ? null : first(files.get(files.size() - 1));
        AuditSeal named = line == null ? null : keys.find(line.field("key"));
        return named == null ? keys.current() : named;
    }

    /** What a mark would say that is not there: the trail is what lies in the folder. */
    private AuditMark guessed() throws IOException {
        AuditMark fresh = AuditMark.first(seals);
        if (files.isEmpty()) {
            return fresh;
        }
        int from = files.size() - 1;
        while (from > 0 && isUnsealed(files.get(from))) {
            from--;
        }
        Line line = first(files.get(from));
        String trail = line == null ? "" : line.field("trail");
        AuditMark named = trail.isEmpty()
                ? fresh
                : new AuditMark(trail, 0, seals.first(trail), 0, fresh.oldest(), fresh.tail(), 0, List.of());
        Point tail = begins(files.get(from), named.head());
        return new AuditMark(
                named.trail(),
                tail.number(),
                tail.seal(),
                tail.number(),
                begins(files.get(0), named.head()),
                tail,
                tail.file() - 1,
                List.of());
    }

    private static Point begins(Path file, String otherwise) throws IOException {
        Line line = first(file);
        byte[] previous = line == null ? null : line.previous();
        return new Point(
                AuditReader.number(file),
                line == null ? 0 : Math.max(0, line.number() - 1),
                previous == null ? otherwise : ascii(previous));
    }

    private static boolean isUnsealed(Path file) throws IOException {
        Line first = first(file);
        return first == null || first.isUnsealed();
    }

    private static @Nullable Line first(Path file) throws IOException {
        try (AuditReader reader = new AuditReader(file)) {
            Line line = reader.next();
            while (line != null && line.place() < 0) {
                line = reader.next();
            }
            return line;
        }
    }

    /**
     * Returns where a file of a trail begins, null if its first line cannot be trusted.
     *
     * @param trail the id of the trail
     */
    static @Nullable Point beginning(Path file, String trail, AuditKeys keys) throws IOException {
        Line line = first(file);
        byte[] previous = line == null ? null : line.previous();
        AuditSeal seals = line == null ? null : keys.find(line.field("key"));
        if (line == null || previous == null || seals == null) {
            return null;
        }
        boolean fits = AuditSeal.equal(line.follow(previous, seals, seals.mac()), line.seal())
                && line.field("trail").equals(trail)
                && line.field("file").equals(Integer.toString(AuditReader.number(file)));
        return fits ? new Point(AuditReader.number(file), line.number() - 1, ascii(previous)) : null;
    }

    static List<Path> olderThan(Path folder, int number) throws IOException {
        return AuditReader.files(folder).stream()
                .filter(file -> AuditReader.number(file) < number)
                .toList();
    }
}

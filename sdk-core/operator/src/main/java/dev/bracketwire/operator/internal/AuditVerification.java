// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.operator.AuditCheck;
import dev.bracketwire.operator.AuditCheck.Problem;
import dev.bracketwire.operator.internal.AuditReader.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Reads an audit trail from its beginning and checks its chain of seals. The trail may be written meanwhile. */
public final class AuditVerification {
    private static final Pattern HEAD = Pattern.compile("(\\d{1,18}):([A-Za-z0-9_-]{" + AuditSeal.LENGTH + "})");
    private static final int SHOWN = 1_000;
    private static final int AGAIN = 10;

    private final Path folder;
    private final AuditKeys keys;
    private final @Nullable Matcher expected;
    private final AuditMark.Found before;
    private final @Nullable AuditMark mark;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Long> recordedLines = new HashSet<>();
    private AuditSeal seals;
    private Mac mac;
    private byte @Nullable [] seal;
    private long number = -1;
    private long lines;
    private long unsealed;
    private long cutOff;
    private long lastSealed = -1;
    private boolean expectedFound;
    private boolean currentKeySeen;
    private String head;

    private AuditVerification(Path folder, AuditKeys keys, @Nullable Matcher expected) throws IOException {
        this.folder = folder;
        this.keys = keys;
        this.expected = expected;
        this.before = AuditMark.read(folder, keys);
        this.mark = before.mark();
        this.seals = keys.current();
        this.mac = seals.mac();
        this.head = mark == null
                ? "0:"
                : mark.oldest().number() + ":" + mark.oldest().seal();
    }

    /**
     * Verifies the trail in a folder.
     *
     * @param expectedHead the head that the trail must contain, null for no such check
     * @throws StoreException if it cannot be read
     * @throws IllegalArgumentException if the expected head is malformed
     */
    public static AuditCheck of(Path folder, AuditKeys keys, @Nullable String expectedHead) {
        Matcher expected = expectedHead == null ? null : HEAD.matcher(expectedHead.strip());
        if (expected != null && !expected.matches()) {
            throw new IllegalArgumentException(
                    "expectedHead must be as AuditTrail.head() gives it, a number, a colon and " + AuditSeal.LENGTH
                            + " characters");
        }
        try {
            for (int again = 0; ; again++) {
                try {
                    AuditVerification verification = new AuditVerification(folder, keys, expected);
                    AuditCheck check = verification.check();
                    if (check != null) {
                        return check;
                    }
                } catch (NoSuchFileException e) {
                    // The oldest file was deleted meanwhile, or there is no such folder.
                    if (again == AGAIN) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the audit trail in " + folder + " cannot be read", e);
        }
    }

    /** Returns null if the oldest files were deleted while the trail was read. */
    private @Nullable AuditCheck check() throws IOException {
        List<Path> files = AuditReader.files(folder);
        if (mark == null) {
            problem("audit.mark", 0, before.problem() + ": nothing vouches that the trail is whole");
        } else if (before.seals() != keys.current()) {
            problem("audit.mark", 0, "was made under a former key: open the trail under the current one first");
        }
        int end = files.size() - 1;
        // A file that was just created may have no line yet, and the file before it may end in lines without seals.
        while (end > 0 && isEmpty(files.get(end))) {
            end--;
        }
        for (int i = 0; i <= end; i++) {
            Path file = files.get(i);
            begin(file, i == 0 ? -1 : AuditReader.number(files.get(i - 1)));
            check(file, i == end);
        }
        AuditMark.Found after = AuditMark.read(folder, keys);
        AuditMark now = after.mark();
        if (mark != null && now != null && !mark.oldest().equals(now.oldest())) {
            return null;
        }
        compare(now);
        return new AuditCheck(lines, files.size(), unsealed, cutOff, head, problems);
    }

    private boolean isEmpty(Path file) throws IOException {
        try (AuditReader reader = new AuditReader(file)) {
            return (mark == null || AuditReader.number(file) > mark.newest()) && reader.next() == null;
        }
    }

    /** Determines the seal that the first line of a file must follow. */
    private void begin(Path file, int previous) {
        int place = AuditReader.number(file);
        AuditMark known = mark;
        if (known != null && place == known.oldest().file()) {
            byte[] oldest = known.oldest().seal().getBytes(StandardCharsets.US_ASCII);
            byte[] running = seal;
            if (running != null && !AuditSeal.equal(running, oldest)) {
                problem(file, 0, "does not follow the files before it, which should have been deleted");
            }
            seal = oldest;
            number = known.oldest().number();
            expect(number, oldest);
        } else if (previous >= 0 && place != previous + 1) {
            problem(file, 0, "a file before it is missing");
            seal = null;
            number = -1;
        } else if (previous < 0 && known != null && place > known.oldest().file()) {
            problem(
                    file,
                    0,
                    "the oldest files are missing, from "
                            + AuditReader.file(folder, known.oldest().file()).getFileName() + " on");
        }
    }

    private void check(Path file, boolean last) throws IOException {
        long at = 0;
        try (AuditReader reader = new AuditReader(file)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                at++;
                lines++;
                check(file, at, line);
            }
            // The last line of the last file may be incomplete because it is being written.
            if (reader.isCut() && !last) {
                problem(file, at + 1, "is not whole");
            }
        }
        if (at == 0 && !last) {
            problem(file, 0, "is empty");
        }
    }

    private void check(Path file, long at, Line line) {
        if (line.place() < 0 || line.number() < 0) {
            problem(file, at, "is no line of a trail");
            return;
        }
        if (at == 1) {
            begins(file, line);
        }
        byte[] follows = seal;
        if (follows == null) {
            problem(file, at, "is not preceded by the first line of its file");
            return;
        }
        if (number >= 0 && line.number() != number + 1) {
            problem(
                    file,
                    at,
                    "has the number %d after %d: lines are missing or moved".formatted(line.number(), number));
        }
        number = line.number();
        byte[] right = line.follow(follows, seals, mac);
        boolean fits = true;
        if (line.isUnsealed()) {
            unsealed++;
            if (mark != null && number <= mark.from()) {
                problem(file, at, "has lost its seal");
            }
        } else {
            fits = AuditSeal.equal(right, line.seal());
            if (!fits) {
                problem(file, at, "does not fit its seal: it or the one before was changed, or the key is another");
            } else {
                head = number + ":" + ascii(right);
            }
            lastSealed = Math.max(lastSealed, number);
        }
        if (mark != null && number == mark.count() && !mark.head().equals(ascii(right))) {
            problem(file, at, "is not the line that audit.mark vouches for");
        }
        if (fits) {
            expect(number, right);
            report(file, at, line);
        }
        seal = line.isUnsealed() ? right : line.seal();
    }

    private void report(Path file, long at, Line line) {
        String cut = line.field("cutOff");
        cutOff += cut.matches("\\d{1,9}") ? Long.parseLong(cut) : 0;
        if (line.previousPlace() >= 0 && !line.field("problem").isEmpty()) {
            problem(file, at, line.field("problem"));
            recordedLines.add(number);
        }
    }

    // The mark holds the seal before the oldest file. Every other file must follow the last line of the file before it.
    private void begins(Path file, Line line) {
        AuditSeal named = keys.find(line.field("key"));
        if (named == null) {
            problem(file, 1, "is sealed under a key that was not given: name former keys too");
        } else if (currentKeySeen && named != keys.current()) {
            problem(file, 1, "is sealed under a former key, after the current one was in use");
        }
        seals = named == null ? keys.current() : named;
        currentKeySeen |= seals == keys.current();
        mac = seals.mac();
        if (mark != null && !line.field("trail").equals(mark.trail())) {
            problem(file, 1, "belongs to another trail");
        }
        if (!line.field("file").equals(Integer.toString(AuditReader.number(file)))) {
            problem(file, 1, "was written into another file");
        }
        byte[] stated = line.previous();
        byte[] running = seal;
        if (running == null) {
            seal = stated == null ? seals.first(line.field("trail")).getBytes(StandardCharsets.US_ASCII) : stated;
        } else if (stated != null && !AuditSeal.equal(running, stated)) {
            problem(file, 1, "does not follow the last line of the file before it");
            seal = stated;
        }
    }

    private void expect(long at, byte[] right) {
        if (expected != null && Long.parseLong(expected.group(1)) == at) {
            expectedFound |= expected.group(2).equals(ascii(right));
        }
    }

    /** Compares what was read with the marks from before and after it was read. */
    private void compare(@Nullable AuditMark now) {
        AuditMark known = mark;
        if (known != null && number < known.count()) {
            problem(
                    "audit.mark",
                    0,
                    "the trail ends with line %d, and was sealed up to line %d: its end is missing"
                            .formatted(Math.max(0, number), known.count()));
        }
        if (known != null && now != null && lastSealed > now.count()) {
            problem(
                    "audit.mark",
                    0,
                    "is older than the trail: it knows line %d, and line %d is sealed"
                            .formatted(now.count(), lastSealed));
        }
        if (known != null) {
            for (AuditMark.Recorded one : known.problems()) {
                if (!recordedLines.contains(one.line())) {
                    problem("audit.mark", 0, "when line %d was written: %s".formatted(one.line(), one.what()));
                }
            }
        }
        if (expected != null && !expectedFound) {
            long oldest = known == null ? 0 : known.oldest().number();
            String why = Long.parseLong(expected.group(1)) < oldest
                    ? "its line was deleted with the oldest files, of which %d is the last: keep a newer head"
                            .formatted(oldest)
                    : "the trail was put back to an older state, replaced, or changed";
            problem("audit.mark", 0, "the head that was expected is not in the trail: " + why);
        }
    }

    private static String ascii(byte[] seal) {
        return new String(seal, StandardCharsets.US_ASCII);
    }

    private void problem(Path file, long line, String what) {
        problem(Objects.requireNonNull(file.getFileName()).toString(), line, what);
    }

    private void problem(String file, long line, String what) {
        if (problems.size() < SHOWN) {
            problems.add(new Problem(file, line, what));
        }
    }
}

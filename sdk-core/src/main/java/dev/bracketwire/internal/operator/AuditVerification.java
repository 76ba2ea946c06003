// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.operator;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.operator.AuditReader.Line;
import dev.bracketwire.operator.AuditCheck;
import dev.bracketwire.operator.AuditCheck.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Reads a trail from its beginning, and finds what was changed in it. */
public final class AuditVerification {
    private static final int SHOWN = 1_000;
    private static final int AGAIN = 10;

    private final AuditSeal seals;
    private final Mac mac;
    private final List<Problem> problems = new ArrayList<>();
    private byte @Nullable [] seal;
    private long number = -1;
    private long lines;
    private long unsealed;
    private boolean sealedMeanwhile;
    private long cutOff;
    private String head = "0:" + AuditTail.NOTHING;

    private AuditVerification(AuditSeal seals) {
        this.seals = seals;
        this.mac = seals.mac();
    }

    /**
     * Verifies the trail in a folder.
     *
     * @throws StoreException if it cannot be read
     */
    public static AuditCheck of(Path folder, AuditSeal seals) {
        try {
            AuditVerification verification = new AuditVerification(seals);
            AuditCheck check = verification.check(folder);
            // While a trail is read, lines of it may get their seals; those before them have theirs by now.
            for (int again = 0; verification.sealedMeanwhile && again < AGAIN; again++) {
                verification = new AuditVerification(seals);
                check = verification.check(folder);
            }
            return check;
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the audit trail in " + folder + " cannot be read", e);
        }
    }

    private AuditCheck check(Path folder) throws IOException {
        List<Path> files = AuditReader.files(folder);
        int end = files.size() - 1;
        // One that was just begun may have no line yet, and the one before it lines without seals.
        while (end > 0 && hasNoLine(files.get(end))) {
            end--;
        }
        for (int i = 0; i <= end; i++) {
            Path file = files.get(i);
            if (i > 0 && AuditReader.number(file) != AuditReader.number(files.get(i - 1)) + 1) {
                problem(file, 0, "a file before it is missing");
                seal = null;
                number = -1;
            }
            check(file, i == end);
        }
        return new AuditCheck(lines, files.size(), unsealed, cutOff, head, problems);
    }

    private static boolean hasNoLine(Path file) throws IOException {
        try (AuditReader reader = new AuditReader(file)) {
            return reader.next() == null;
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
            // The last line of the last file may be on its way.
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
        if (number >= 0 && line.number() != number + 1) {
            problem(
                    file,
                    at,
                    "has the number %d after %d: lines are missing or moved".formatted(line.number(), number));
        }
        number = line.number();
        String cut = line.field("cutOff");
        cutOff += cut.matches("\\d{1,9}") ? Long.parseLong(cut) : 0;
        if (line.isUnsealed()) {
            unsealed++;
            return;
        }
        sealedMeanwhile |= unsealed > 0;
        byte[] before = seal;
        if (before == null) {
            problem(file, at, "is not preceded by the first line of its file");
            return;
        }
        byte[] right = seals.of(mac, before, line.bytes, 0, line.content());
        seal = line.seal();
        if (!Arrays.equals(right, seal) || unsealed > 0) {
            problem(file, at, "does not fit its seal: it or the one before was changed, or the key is another");
        } else {
            head = number + ":" + new String(seal, StandardCharsets.US_ASCII);
        }
    }

    // What was before the first file that is kept cannot be known; what comes after another one has to fit.
    private void begins(Path file, Line line) {
        String previous = line.field("prev");
        byte[] stated = previous.getBytes(StandardCharsets.US_ASCII);
        if (line.isUnsealed()) {
            return; // what comes before it is not filled in yet
        }
        sealedMeanwhile |= previous.contains(" ");
        if (seal == null) {
            seal = stated;
        } else if (!Arrays.equals(seal, stated)) {
            problem(file, 1, "does not follow the last line of the file before it");
            seal = stated;
        }
    }

    private void problem(Path file, long line, String what) {
        if (problems.size() < SHOWN) {
            problems.add(new Problem(file.getFileName().toString(), line, what));
        }
    }
}

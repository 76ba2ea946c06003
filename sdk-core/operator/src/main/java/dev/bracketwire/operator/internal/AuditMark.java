// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says under the key of a trail how far it is sealed. It lies beside the trail and is written before the seals that it
 * vouches for are put into their lines, so a trail never has seals beyond its mark.
 *
 * @param trail the id of the trail
 * @param count the number of the last line that is sealed
 * @param head the seal of that line
 * @param from the number of the last line whose seal was in its place when the mark was written
 * @param oldest where the oldest file that is kept begins
 * @param tail where the file begins that holds the first line after {@code from}
 * @param newest the number of the file that holds the last sealed line
 * @param problems what was found wrong whenever the trail was opened; it stays for ever
 */
record AuditMark(
        String trail,
        long count,
        String head,
        long from,
        Point oldest,
        Point tail,
        int newest,
        List<Recorded> problems) {
    private static final String NAME = "audit.mark";
    private static final int LONGEST = 1 << 20;
    private static final int MOST_PROBLEMS = 500;

    AuditMark {
        problems = List.copyOf(problems);
    }

    /**
     * The place between two files.
     *
     * @param file the number of the file that begins here
     * @param number the number of the line before it
     * @param seal the seal of that line
     */
    record Point(int file, long number, String seal) {}

    /**
     * A problem that was found when the trail was opened.
     *
     * @param line the number of the line by which the trail was opened
     * @param what what is wrong
     */
    record Recorded(long line, String what) {}

    /**
     * A mark as it was read.
     *
     * @param mark null if there is none that can be trusted
     * @param seals the key it was made with
     * @param keyId the id of the key that it names, empty if it names none
     * @param problem why it cannot be trusted, empty if it can
     */
    record Found(@Nullable AuditMark mark, AuditSeal seals, String keyId, String problem) {}

    /** Begins a trail. */
    static AuditMark first(AuditSeal seals) {
        String trail = UUID.randomUUID().toString();
        Point start = new Point(1, 0, seals.first(trail));
        return new AuditMark(trail, 0, start.seal(), 0, start, start, 0, List.of());
    }

    /** Returns a mark that goes further. */
    AuditMark at(long number, String seal, Point begins, int file) {
        return new AuditMark(trail, number, seal, count, oldest, begins, file, problems);
    }

    /** Returns a mark of a trail whose files before this point are deleted. */
    AuditMark since(Point begins) {
        boolean isTailGone = tail.file() < begins.file();
        return new AuditMark(
                trail,
                count,
                head,
                isTailGone ? Math.max(from, begins.number()) : from,
                begins,
                isTailGone ? begins : tail,
                newest,
                problems);
    }

    /** Adds problems that are not recorded yet. */
    static List<Recorded> with(List<Recorded> known, long line, List<String> found) {
        List<Recorded> all = new ArrayList<>(known);
        for (String what : found) {
            if (all.size() < MOST_PROBLEMS
                    && all.stream().noneMatch(one -> one.what().equals(what))) {
                all.add(new Recorded(line, what));
            }
        }
        return all;
    }

    /** Puts the mark into its place. It is on the disk when this returns. */
    void write(Path folder, AuditSeal seals) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trail", trail);
        fields.put("key", seals.id());
        fields.put("count", count);
        fields.put("head", head);
        fields.put("from", from);
        fields.put("oldest", oldest);
        fields.put("tail", tail);
        fields.put("newest", newest);
        fields.put("problems", problems);
        byte[] content = Json.write(fields);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(content, 0, content.length - 1);
        all.writeBytes(AuditLine.SEAL);
        all.writeBytes(seals.ofMark(content));
        all.writeBytes(AuditLine.END);
        AtomicFile.replace(folder.resolve(NAME), all.toByteArray());
    }

    /** Reads the mark of a trail. */
    static Found read(Path folder, AuditKeys keys) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            String problem = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "is no regular file" : "is missing";
            return new Found(null, keys.current(), "", problem);
        }
        byte[] all;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            all = in.readNBytes(LONGEST + 1);
        } catch (NoSuchFileException e) {
            return new Found(null, keys.current(), "", "is missing");
        }
        AuditReader.Line line = new AuditReader.Line(0, Arrays.copyOf(all, Math.max(0, all.length - 1)));
        String keyId = line.field("key");
        if (all.length > LONGEST || line.place() < 0 || all[all.length - 1] != '\n') {
            return new Found(null, keys.current(), keyId, "is damaged");
        }
        byte[] content = Arrays.copyOf(all, line.content() + 1);
        content[content.length - 1] = '}';
        AuditSeal seals = keys.find(keyId);
        if (seals == null || !AuditSeal.equal(seals.ofMark(content), line.seal())) {
            return new Found(null, keys.current(), keyId, "does not fit the key: it was changed, or made with another");
        }
        return new Found(parse(content), seals, keyId, "");
    }

    // Only this class has written what the key fits.
    private static AuditMark parse(byte[] content) throws IOException {
        try {
            JsonNode tree = Json.tree(content);
            List<Recorded> problems = new ArrayList<>();
            for (JsonNode one : tree.path("problems")) {
                problems.add(
                        new Recorded(one.path("line").asLong(), one.path("what").asText()));
            }
            return new AuditMark(
                    tree.path("trail").asText(),
                    tree.path("count").asLong(),
                    tree.path("head").asText(),
                    tree.path("from").asLong(),
                    point(tree.path("oldest")),
                    point(tree.path("tail")),
                    tree.path("newest").asInt(),
                    problems);
        } catch (UncheckedIOException e) {
            throw new IOException(NAME + " cannot be read", e);
        }
    }

    private static Point point(JsonNode tree) {
        return new Point(
                tree.path("file").asInt(),
                tree.path("number").asLong(),
                tree.path("seal").asText());
    }

    /** Keeps what lies in the place of a mark and is none, and deletes what a killed process left of one. */
    static void clear(Path folder, boolean unusable) throws IOException {
        Path file = folder.resolve(NAME);
        if (unusable && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(file, folder.resolve(NAME + ".refused-" + UUID.randomUUID()));
        }
        try (var all = Files.newDirectoryStream(folder, "." + NAME + ".*" + AtomicFile.PART)) {
            for (Path part : all) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** The seal of the last line in ASCII. */
    byte[] seal() {
        return head.getBytes(StandardCharsets.US_ASCII);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has a stranger who may write the folder of a trail, and has no key, change it in every way. */
class AuditForgeryTest {
    private static final Secret KEY = Secret.of("a key of the tests");
    private static final Secret NEW_KEY = Secret.of("the next key of the tests");
    private static final String MARK = "audit.mark";
    private static final String BLANK = "\"seal\":\"" + " ".repeat(43) + "\"";

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T10:00:00Z"));

    @TempDir(factory = Folders.InMemory.class)
    Path temporary;

    @Test
    void reopen_afterAnyLineWasChanged_problemIsKept() throws IOException {
        Trail trail = trail("a");
        Map<String, NavigableMap<String, byte[]>> forged = new LinkedHashMap<>();
        for (String file : trail.logs()) {
            List<String> lines = lines(get(trail.files, file));
            for (int i = 0; i < lines.size(); i++) {
                int at = i;
                String where = file + " line " + (i + 1) + " ";
                for (boolean blanked : new boolean[] {false, true}) {
                    String how = where + (blanked ? "seals blanked, " : "");
                    UnaryOperator<List<String>> after = all -> blanked ? blanked(all, at) : all;
                    forge(forged, how + "edited", trail, file, all -> after.apply(edited(all, at)));
                    forge(forged, how + "removed", trail, file, all -> after.apply(removed(all, at)));
                    forge(
                            forged,
                            how + "renumbered",
                            trail,
                            file,
                            all -> renumbered(after.apply(removed(all, at)), at));
                    forge(forged, how + "doubled", trail, file, all -> after.apply(inserted(all, at, all.get(at))));
                    forge(forged, how + "inserted", trail, file, all -> after.apply(inserted(all, at, own(at))));
                    forge(forged, how + "swapped", trail, file, all -> after.apply(swapped(all, at)));
                    forge(forged, how + "cut", trail, file, all -> after.apply(all.subList(0, at)));
                }
                forge(forged, where + "blanked", trail, file, all -> blanked(all, at));
                forge(forged, where + "appended", trail, file, all -> inserted(all, all.size(), all.get(at)));
            }
            forge(forged, file + " with a line of a stranger", trail, file, all -> inserted(all, all.size(), own(999)));
        }
        assertThat(forged).hasSizeGreaterThan(400);
        assertThat(laundered(forged, trail.head)).isEmpty();
    }

    @Test
    void reopen_afterFilesOrMarkWereRemovedOrReplaced_problemIsKept() throws IOException {
        Trail trail = trail("a");
        Trail other = trail("b");
        Map<String, NavigableMap<String, byte[]>> forged = new LinkedHashMap<>();
        List<String> logs = trail.logs();
        for (String file : trail.files.keySet()) {
            forge(forged, file + " removed", trail, files -> files.remove(file));
            forge(forged, file + " emptied", trail, files -> files.put(file, new byte[0]));
            forge(forged, file + " of another trail", trail, files -> files.put(file, get(other.files, file)));
            for (String second : trail.files.keySet()) {
                if (!second.equals(file)) {
                    forge(forged, file + " replaced by " + second, trail, files -> files.put(file, get(files, second)));
                }
            }
        }
        for (int i = 1; i < logs.size(); i++) {
            List<String> first = logs.subList(0, i);
            List<String> rest = logs.subList(i, logs.size());
            forge(forged, "the first " + i + " removed", trail, files -> first.forEach(files::remove));
            forge(forged, "all but the first " + i + " removed", trail, files -> rest.forEach(files::remove));
        }
        forge(forged, "all logs removed", trail, files -> files.keySet().removeIf(name -> !name.equals(MARK)));
        forge(
                forged,
                "all logs of another trail",
                trail,
                files -> logs.forEach(log -> files.put(log, get(other.files, log))));
        byte[] mark = get(trail.files, MARK);
        for (int i = 0; i < mark.length - 1; i += 11) {
            int at = i;
            forge(forged, "mark changed at " + i, trail, files -> files.put(MARK, flipped(mark, at)));
        }
        for (int i = 0; i < trail.marks.size(); i++) {
            byte[] old = trail.marks.get(i);
            forge(forged, "mark put back to " + i, trail, files -> files.put(MARK, old));
        }
        forge(
                forged,
                "a foreign file after it",
                trail,
                files -> files.put("audit-000999.jsonl", get(files, logs.get(0))));
        assertThat(laundered(forged, trail.head)).isEmpty();
    }

    @Test
    void reopen_afterMarkWasPutBackAndLinesForged_problemIsKept() throws IOException {
        Trail trail = trail("a");
        Map<String, NavigableMap<String, byte[]>> forged = new LinkedHashMap<>();
        for (String file : trail.logs()) {
            int count = lines(get(trail.files, file)).size();
            for (int i = 0; i < count; i++) {
                int at = i;
                for (int m = -1; m < trail.marks.size(); m++) {
                    byte[] old = m < 0 ? null : trail.marks.get(m);
                    forge(forged, file + " line " + (i + 1) + " forged, mark " + m, trail, files -> {
                        files.put(file, bytes(blanked(edited(lines(get(files, file)), at), at)));
                        if (old == null) {
                            files.remove(MARK);
                        } else {
                            files.put(MARK, old);
                        }
                    });
                }
            }
        }
        assertThat(laundered(forged, trail.head)).isEmpty();
    }

    @Test
    void reopen_afterWholeTrailWasPutBack_isFoundByTheExpectedHead() throws IOException {
        Trail trail = trail("a");
        Trail other = trail("b");
        Path folder = temporary.resolve("back");
        List<NavigableMap<String, byte[]>> states = new ArrayList<>(trail.states);
        states.add(other.files);
        states.add(new TreeMap<>());
        for (NavigableMap<String, byte[]> state : states) {
            Folders.put(state, folder);
            AuditCheck check = AuditTrail.verify(folder, KEY, trail.head);
            assertThat(check.problems())
                    .extracting(AuditCheck.Problem::toString)
                    .anyMatch(problem ->
                            problem.startsWith("audit.mark: the head that was expected is not in the trail"));
            AuditTrail.builder(folder, KEY).clock(clock).open().close();
            assertThat(AuditTrail.verify(folder, KEY, trail.head).isIntact()).isFalse();
        }
        Folders.put(trail.files, folder);
        for (String head : trail.heads) {
            assertThat(AuditTrail.verify(folder, KEY, head).problems()).isEmpty();
            String forged = head.substring(0, head.length() - 2) + (head.endsWith("AA") ? "BB" : "AA");
            assertThat(AuditTrail.verify(folder, KEY, forged).isIntact()).isFalse();
        }
        assertThat(trail.heads).hasSizeGreaterThan(3);
        assertThatThrownBy(() -> AuditTrail.verify(folder, KEY, "12")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void open_markIsALinkOrAFolder_continuesAndReportsIt() throws IOException {
        Trail trail = trail("a");
        Path folder = temporary.resolve("odd");
        Folders.put(trail.files, folder);
        Path target = Files.writeString(temporary.resolve("precious"), "precious");
        Files.delete(folder.resolve(MARK));
        Files.createSymbolicLink(folder.resolve(MARK), target);
        AuditTrail.builder(folder, KEY).clock(clock).open().close();
        assertThat(target).hasContent("precious");
        assertThat(AuditTrail.verify(folder, KEY).toString()).contains("audit.mark is no regular file");

        Folders.put(trail.files, folder);
        Files.delete(folder.resolve(MARK));
        Files.createDirectory(folder.resolve(MARK));
        AuditTrail.builder(folder, KEY).clock(clock).open().close();
        assertThat(AuditTrail.verify(folder, KEY).toString()).contains("audit.mark is no regular file");
    }

    @Test
    void seal_lineChangedBeforeItsSeal_sealsWhatWasWritten() throws IOException {
        Path folder = temporary.resolve("live");
        try (AuditTrail audit = AuditTrail.builder(folder, KEY).clock(clock).open()) {
            audit.record("ann", "paid 10", "done");
            Path file = folder.resolve("audit-000001.jsonl");
            byte[] content = Files.readAllBytes(file);
            int at = new String(content, StandardCharsets.ISO_8859_1).indexOf("paid 10");
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.position(at).write(ByteBuffer.wrap("paid 99".getBytes(StandardCharsets.US_ASCII)));
            }
            audit.seal();
        }
        assertThat(AuditTrail.verify(folder, KEY).problems())
                .extracting(AuditCheck.Problem::toString)
                .containsExactly(
                        "audit-000001.jsonl line 2: does not fit its seal: it or the one before was changed, or"
                                + " the key is another");
    }

    @Test
    void keep_oldestFilesDeletedByDesign_areNoProblemAndOthersAre() throws IOException {
        Path folder = temporary.resolve("kept");
        String early;
        try (AuditTrail audit = AuditTrail.builder(folder, KEY)
                .rotateAt(4096)
                .keep(3)
                .clock(clock)
                .open()) {
            audit.seal();
            early = audit.head();
            write(audit, 200);
        }
        assertThat(AuditTrail.verify(folder, KEY).problems()).isEmpty();
        assertThat(AuditTrail.verify(folder, KEY, early).toString())
                .contains("its line was deleted with the oldest files", "keep a newer head");
        for (int i = 0; i < 5; i++) {
            AuditTrail.builder(folder, KEY).keep(3).clock(clock).open().close();
        }
        NavigableMap<String, byte[]> files = Folders.read(folder);
        assertThat(files).hasSize(4);
        assertThat(AuditTrail.verify(folder, KEY).problems()).isEmpty();

        Files.delete(folder.resolve(
                files.firstKey().equals(MARK) ? new ArrayList<>(files.keySet()).get(1) : files.firstKey()));
        assertThat(AuditTrail.verify(folder, KEY).toString()).contains("the oldest files are missing");
        try (AuditTrail audit = AuditTrail.builder(folder, KEY)
                .rotateAt(4096)
                .keep(2)
                .clock(clock)
                .open()) {
            write(audit, 100);
        }
        assertThat(AuditTrail.verify(folder, KEY).toString()).contains("files of the trail are missing");
    }

    @Test
    void formerKey_given_trailContinuesUnderTheNewKey() throws IOException {
        Path folder = temporary.resolve("keys");
        String head;
        try (AuditTrail audit = AuditTrail.builder(folder, KEY).clock(clock).open()) {
            write(audit, 3);
            audit.seal();
            head = audit.head();
            Folders.copy(folder, temporary.resolve("killed"));
        }
        NavigableMap<String, byte[]> old = Folders.read(folder);
        assertThatThrownBy(() -> AuditTrail.open(folder, NEW_KEY))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("name it with formerKey");
        for (int i = 0; i < 2; i++) {
            try (AuditTrail audit = AuditTrail.builder(folder, NEW_KEY)
                    .formerKey(KEY)
                    .clock(clock)
                    .open()) {
                write(audit, 3);
            }
        }
        AuditTrailBuilder both = AuditTrail.builder(folder, NEW_KEY).formerKey(KEY);
        assertThat(both.verify(head).problems()).isEmpty();
        assertThat(AuditTrail.verify(folder, NEW_KEY).isIntact()).isFalse();
        assertThat(AuditTrail.verify(folder, KEY).isIntact()).isFalse();

        // Who has the former key only puts back what it sealed.
        Folders.put(old, folder);
        assertThat(both.verify().toString()).contains("was made under a former key");
    }

    @Test
    void kill_betweenMarkAndAnyByteOfTheSeals_isNoProblem() throws IOException {
        Path folder = temporary.resolve("live");
        Path killed = temporary.resolve("killed");
        NavigableMap<String, byte[]> before;
        NavigableMap<String, byte[]> after;
        try (AuditTrail audit =
                AuditTrail.builder(folder, KEY).rotateAt(4096).clock(clock).open()) {
            write(audit, 12);
            audit.seal();
            write(audit, 20);
            before = Folders.read(folder);
            audit.seal();
            after = Folders.read(folder);
        }
        List<String> changed = after.keySet().stream()
                .filter(name -> !name.equals(MARK) && !Arrays.equals(before.get(name), after.get(name)))
                .toList();
        assertThat(changed).hasSizeGreaterThan(1);
        int states = 0;
        NavigableMap<String, byte[]> state = new TreeMap<>(before);
        state.put(MARK, after.get(MARK));
        state.put(".audit.mark.8d8.part", new byte[10]);
        for (String file : changed) {
            byte[] from = get(before, file);
            byte[] to = get(after, file);
            for (int at = 0; at < to.length; at++) {
                if (from[at] == to[at]) {
                    continue;
                }
                // Each byte of each seal is a step; these are some of all places in a seal.
                byte[] half = from.clone();
                System.arraycopy(to, 0, half, 0, at);
                state.put(file, half);
                if (states++ % 29 == 0) {
                    assertGoesOnWithout(state, killed);
                }
            }
            state.put(file, to);
        }
        assertGoesOnWithout(state, killed);
        assertThat(states).isGreaterThan(300);
    }

    private void assertGoesOnWithout(NavigableMap<String, byte[]> state, Path killed) throws IOException {
        Folders.put(state, killed);
        assertThat(AuditTrail.verify(killed, KEY).problems()).isEmpty();
        AuditTrail.builder(killed, KEY).clock(clock).open().close();
        assertThat(AuditTrail.verify(killed, KEY).problems()).isEmpty();
        assertThat(killed.resolve(".audit.mark.8d8.part")).doesNotExist();
    }

    @Test
    void kill_whileFilesAreBegunOrDeleted_isNoProblem() throws IOException {
        Path folder = temporary.resolve("live");
        Path killed = temporary.resolve("killed");
        NavigableMap<String, byte[]> all;
        NavigableMap<String, byte[]> fewer;
        try (AuditTrail audit =
                AuditTrail.builder(folder, KEY).rotateAt(4096).clock(clock).open()) {
            write(audit, 100);
        }
        all = Folders.read(folder);
        AuditTrail.builder(folder, KEY).keep(2).clock(clock).open().close();
        fewer = Folders.read(folder);
        // The mark says that the oldest files go, and some or all of them are there.
        NavigableMap<String, byte[]> state = new TreeMap<>(all);
        state.putAll(fewer);
        for (String file : new ArrayList<>(all.keySet())) {
            assertGoesOnWithout(state, killed);
            if (!fewer.containsKey(file)) {
                state.remove(file);
            }
        }
        for (String begun : List.of("", "   ", "{\"n\":9", "{\"n\":9" + " ".repeat(100))) {
            NavigableMap<String, byte[]> next = new TreeMap<>(all);
            next.put("audit-%06d.jsonl".formatted(all.size()), begun.getBytes(StandardCharsets.US_ASCII));
            assertGoesOnWithout(next, killed);
        }
    }

    /** Which forgeries pass: at once, or after the operator has gone on with the trail. */
    private List<String> laundered(Map<String, NavigableMap<String, byte[]>> forged, String head) throws IOException {
        Path folder = temporary.resolve("forged");
        List<String> passed = new ArrayList<>();
        int count = 0;
        for (var one : forged.entrySet()) {
            Folders.put(one.getValue(), folder);
            boolean atOnce = AuditTrail.verify(folder, KEY).isIntact();
            if (atOnce && AuditTrail.verify(folder, KEY).unsealed() == 0) {
                passed.add(one.getKey() + ": is intact");
            }
            // What was found once is found again, so few need a second session.
            int sessions = ++count % 20 == 0 ? 2 : 1;
            for (int session = 1; session <= sessions; session++) {
                try (AuditTrail audit =
                        AuditTrail.builder(folder, KEY).clock(clock).open()) {
                    audit.record("ann", "goes on", "done");
                }
                if (AuditTrail.verify(folder, KEY).isIntact()
                        || AuditTrail.verify(folder, KEY, head).isIntact()) {
                    passed.add(one.getKey() + ": is intact after " + session);
                }
            }
        }
        return passed;
    }

    private static void forge(
            Map<String, NavigableMap<String, byte[]>> forged,
            String name,
            Trail trail,
            Consumer<NavigableMap<String, byte[]>> how) {
        NavigableMap<String, byte[]> files = new TreeMap<>(trail.files);
        how.accept(files);
        boolean same = files.keySet().equals(trail.files.keySet())
                && files.keySet().stream().allMatch(file -> Arrays.equals(get(files, file), get(trail.files, file)));
        if (!same) {
            forged.put(name, files);
        }
    }

    private static void forge(
            Map<String, NavigableMap<String, byte[]>> forged,
            String name,
            Trail trail,
            String file,
            UnaryOperator<List<String>> how) {
        forge(forged, name, trail, files -> files.put(file, bytes(how.apply(lines(get(files, file))))));
    }

    private static byte[] get(NavigableMap<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private static List<String> lines(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).lines().toList();
    }

    private static byte[] bytes(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> edited(List<String> lines, int at) {
        List<String> all = new ArrayList<>(lines);
        all.set(at, lines.get(at).replaceFirst("\"what\":\"", "\"what\":\"un"));
        return all;
    }

    private static List<String> removed(List<String> lines, int at) {
        List<String> all = new ArrayList<>(lines);
        all.remove(at);
        return all;
    }

    private static List<String> renumbered(List<String> lines, int from) {
        List<String> all = new ArrayList<>(lines);
        for (int i = from; i < all.size(); i++) {
            String line = all.get(i);
            long number = Long.parseLong(line.substring(5, line.indexOf(',')));
            all.set(i, "{\"n\":" + (number - 1) + line.substring(line.indexOf(',')));
        }
        return all;
    }

    private static List<String> inserted(List<String> lines, int at, String line) {
        List<String> all = new ArrayList<>(lines);
        all.add(at, line);
        return all;
    }

    private static String own(int number) {
        return "{\"n\":" + number + ",\"at\":\"2026-11-21T10:00:00.000Z\",\"what\":\"mine\"," + BLANK + "}";
    }

    private static List<String> swapped(List<String> lines, int at) {
        List<String> all = new ArrayList<>(lines);
        int other = (at + 1) % all.size();
        String one = all.get(at);
        all.set(at, all.get(other));
        all.set(other, one);
        return all;
    }

    private static List<String> blanked(List<String> lines, int from) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i < from ? lines.get(i) : lines.get(i).replaceFirst("\"seal\":\".{43}\"", BLANK))
                .toList();
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] all = bytes.clone();
        all[at] ^= 1;
        return all;
    }

    private static void write(AuditTrail audit, int lines) {
        IntStream.range(0, lines).forEach(i -> audit.record("ann", "change " + i, "done"));
    }

    /** A trail of several files and sessions, its head, and what a stranger has copied of it on the way. */
    private Trail trail(String name) throws IOException {
        Path folder = temporary.resolve(name);
        Trail trail = new Trail();
        for (int session = 0; session < 3; session++) {
            try (AuditTrail audit =
                    AuditTrail.builder(folder, KEY).rotateAt(4096).clock(clock).open()) {
                for (int i = 0; i < 3; i++) {
                    write(audit, 4);
                    audit.seal();
                    trail.heads.add(audit.head());
                    trail.states.add(Folders.read(folder));
                    trail.marks.add(trail.states.get(trail.states.size() - 1).get(MARK));
                }
            }
            trail.states.add(Folders.read(folder));
        }
        trail.files = trail.states.remove(trail.states.size() - 1);
        AuditCheck check = AuditTrail.verify(folder, KEY);
        assertThat(check.problems()).isEmpty();
        trail.head = check.head();
        return trail;
    }

    private static final class Trail {
        private final List<NavigableMap<String, byte[]>> states = new ArrayList<>();
        private final List<byte[]> marks = new ArrayList<>();
        private final List<String> heads = new ArrayList<>();
        private NavigableMap<String, byte[]> files = new TreeMap<>();
        private String head = "";

        List<String> logs() {
            return files.keySet().stream()
                    .filter(name -> name.endsWith(".jsonl"))
                    .toList();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.chaos.ChaosRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages the records of running services in every field; the next supervisor must signal no stranger because of it. */
class RecordChaos {
    @TempDir
    Path folder;

    /** Plays the rounds in a process namespace, where a supervisor that goes wrong reaches only the decoys. */
    public static final class Inside {
        private static final int BATCH = 25;
        private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private final Path state;
        private final Random random;
        private final Map<String, Process> decoys = new HashMap<>();
        private final List<File> cgroups = new ArrayList<>();

        private Inside(Path state, long seed) {
            this.state = state;
            this.random = new Random(seed);
        }

        /** Takes the state directory, the number of mutations and the seed. */
        public static void main(String[] args) throws Exception {
            Inside inside = new Inside(Path.of(args[0]), Long.parseLong(args[2]));
            int mutations = Integer.parseInt(args[1]);
            for (int done = 0; done < mutations; done += BATCH) {
                inside.round(Math.min(BATCH, mutations - done));
            }
            say("mutated " + mutations);
            inside.decoys.values().forEach(Process::destroyForcibly);
        }

        @SuppressWarnings("SystemOut") // what the outer JVM reads
        private static void say(String line) {
            System.out.println(line);
        }

        private void round(int size) throws Exception {
            decoys();
            List<ServiceSpec> specs = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                String name = "s" + i;
                ServiceSpec spec = switch (i % 3) {
                    case 0 -> ServiceSpec.shell(name, "env -i sleep 1000 & exec sleep 1000");
                    case 1 -> ServiceSpec.of(name, "sleep", "1000");
                    default -> ServiceSpec.of(name, "env", "-i", "sleep", "1000");
                };
                specs.add(spec.lifetime(Lifetime.INDEPENDENT));
            }
            try (Supervisor first = Supervisor.open(state)) {
                first.start(specs).get();
            }
            List<String> damage = damage();
            try (Supervisor next = Supervisor.open(state)) {
                say("adopted " + next.statuses().size());
                next.stop().get();
            } catch (RuntimeException e) {
                say("refused " + e + " after " + damage);
            }
            for (Map.Entry<String, Process> decoy : decoys.entrySet()) {
                if (!decoy.getValue().isAlive()) {
                    say("signalled " + decoy.getKey() + " after " + damage);
                }
            }
            List<Long> kept = decoys.values().stream().map(Process::pid).toList();
            List<ProcessHandle> left = ProcessHandle.current()
                    .descendants()
                    .filter(process -> !kept.contains(process.pid()))
                    .toList();
            left.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle process : left) {
                process.onExit().join();
            }
            clean();
            // The record of a set-aside service names its cgroup to no supervisor any more.
            if (!ChaosRun.settles(() -> cgroups.stream().allMatch(Inside::removed))) {
                say("left " + cgroups);
            }
            cgroups.clear();
        }

        private static boolean removed(File cgroup) {
            return !cgroup.exists() || cgroup.delete();
        }

        /** Starts each stranger that is not there: bare, unmarked, marked in many ways, in a session of its own. */
        private void decoys() throws IOException {
            decoy("plain", Map.of(), "sleep", "3000");
            decoy("bare", Map.of(), "env", "-i", "sleep", "3000");
            decoy("session", Map.of(), "setsid", "sleep", "3000");
            decoy("empty mark", Map.of("BRACKETWIRE_RUN", ""), "sleep", "3000");
            decoy("short mark", Map.of("BRACKETWIRE_RUN", "/"), "sleep", "3000");
            decoy("null mark", Map.of("BRACKETWIRE_RUN", "null"), "sleep", "3000");
            decoy(
                    "foreign mark",
                    Map.of("BRACKETWIRE_RUN", "0123456789ab/s1/4123456789abcdef"),
                    "setsid",
                    "sleep",
                    "3000");
        }

        private void decoy(String name, Map<String, String> environment, String... command) throws IOException {
            Process there = decoys.get(name);
            if (there == null || !there.isAlive()) {
                ProcessBuilder builder = new ProcessBuilder(command);
                builder.environment().putAll(environment);
                decoys.put(name, builder.start());
            }
        }

        /** Damages each record once, and says how. */
        private List<String> damage() throws IOException {
            List<Path> files;
            try (var services = Files.list(state.resolve("services"))) {
                files = services.filter(file -> file.toString().endsWith(".json"))
                        .sorted()
                        .toList();
            }
            List<byte[]> originals = new ArrayList<>();
            for (Path file : files) {
                byte[] whole = Files.readAllBytes(file);
                originals.add(whole);
                JsonNode cgroup = MAPPER.readTree(whole).path("cgroup");
                if (cgroup.isTextual()) {
                    cgroups.add(new File(cgroup.textValue()));
                }
            }
            List<String> how = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                Path file = files.get(i);
                byte[] own = originals.get(i);
                byte[] other = originals.get(random.nextInt(originals.size()));
                String name = file.getFileName() + ": ";
                if (random.nextInt(5) == 0) {
                    how.add(name + bytes(file, own, other));
                } else {
                    how.add(name + field(file, own, other));
                }
            }
            return how;
        }

        private String bytes(Path file, byte[] own, byte[] other) throws IOException {
            byte[] changed = own.clone();
            String how;
            switch (random.nextInt(6)) {
                case 0 -> {
                    how = "emptied";
                    changed = new byte[0];
                }
                case 1 -> {
                    how = "cut";
                    changed = Arrays.copyOf(own, random.nextInt(own.length));
                }
                case 2 -> {
                    how = "swapped whole";
                    changed = other;
                }
                case 3 -> {
                    how = "one bit turned";
                    changed[random.nextInt(own.length)] ^= (byte) (1 << random.nextInt(8));
                }
                case 4 -> {
                    how = "zeros written";
                    int from = random.nextInt(own.length);
                    Arrays.fill(changed, from, Math.min(own.length, from + 1 + random.nextInt(64)), (byte) 0);
                }
                default -> {
                    how = "second half of another";
                    int at = random.nextInt(Math.min(own.length, other.length));
                    System.arraycopy(other, at, changed, at, Math.min(own.length, other.length) - at);
                }
            }
            Files.write(file, changed);
            return how;
        }

        private String field(Path file, byte[] own, byte[] other) throws IOException {
            ObjectNode record = (ObjectNode) MAPPER.readTree(own);
            record.remove("checksum");
            ObjectNode place = record;
            ObjectNode source = (ObjectNode) MAPPER.readTree(other);
            List<String> names = new ArrayList<>();
            record.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            String path = name;
            if (record.get(name) instanceof ObjectNode process && random.nextInt(4) > 0) {
                place = process;
                source = source.get(name) instanceof ObjectNode there ? there : JSON.objectNode();
                name = random.nextBoolean() ? "pid" : "start";
                path += "." + name;
            }
            JsonNode before = place.get(name);
            String how;
            switch (random.nextInt(5)) {
                case 0 -> {
                    how = "emptied";
                    place.set(name, empty(before));
                }
                case 1 -> {
                    how = "removed";
                    place.remove(name);
                }
                case 2 -> {
                    how = "cut";
                    place.set(name, cut(before));
                }
                case 3 -> {
                    how = "swapped";
                    place.set(name, source.path(name).isMissingNode() ? JSON.nullNode() : source.get(name));
                }
                default -> {
                    how = "randomised";
                    place.set(name, chance(before));
                }
            }
            boolean sealed = random.nextBoolean();
            Files.write(file, sealed ? RecordSeal.seal(record.toString()) : kept(record, own));
            return path + " " + how + (sealed ? " and sealed again: " : ": ") + before + " to " + place.get(name);
        }

        /** Leaves the checksum that the record had, as damage does. */
        private static byte[] kept(ObjectNode record, byte[] own) {
            String text = new String(own, UTF_8);
            int checksum = text.lastIndexOf(",\"checksum\"");
            String end = checksum < 0 ? "}" : text.substring(checksum);
            String body = record.toString();
            return (body.substring(0, body.length() - 1) + end).getBytes(UTF_8);
        }

        private JsonNode empty(JsonNode value) {
            if (value.isTextual()) {
                return JSON.textNode("");
            }
            if (value.isNumber()) {
                return JSON.numberNode(0);
            }
            return value.isObject() ? JSON.objectNode() : value.isArray() ? JSON.arrayNode() : JSON.nullNode();
        }

        private JsonNode cut(JsonNode value) {
            if (value.isTextual()) {
                return JSON.textNode(value.textValue()
                        .substring(0, random.nextInt(value.textValue().length() + 1)));
            }
            String digits = value.asText();
            return value.isNumber()
                    ? JSON.numberNode(Long.parseLong(digits.substring(0, 1 + random.nextInt(digits.length()))))
                    : JSON.nullNode();
        }

        private JsonNode chance(JsonNode value) {
            List<Long> pids = decoys.values().stream().map(Process::pid).toList();
            return switch (random.nextInt(6)) {
                case 0 -> JSON.numberNode(pids.get(random.nextInt(pids.size())));
                case 1 -> JSON.numberNode(random.nextInt(100) - 2);
                case 2 -> JSON.numberNode(random.nextLong());
                case 3 -> {
                    byte[] noise = new byte[random.nextInt(40)];
                    random.nextBytes(noise);
                    yield JSON.textNode(new String(noise, ISO_8859_1));
                }
                case 4 ->
                    JSON.textNode(List.of("", "/", "null", " ", "BRACKETWIRE_RUN", "/sys/fs/cgroup", "-1", "*")
                            .get(random.nextInt(8)));
                default -> value.isBoolean() ? JSON.booleanNode(!value.booleanValue()) : JSON.booleanNode(true);
            };
        }

        private void clean() throws IOException {
            try (var services = Files.list(state.resolve("services"))) {
                for (Path file : services.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A stranger that was signalled is lost. */
    @Test
    void damagedRecords_signalNoForeignProcess() throws Exception {
        if (!Namespace.possible()) {
            skipped();
        }
        Assumptions.assumeTrue(Namespace.possible(), Namespace.NEEDS);
        ChaosRun.run("supervisor/record-damage", run -> {
            String said = Namespace.run(
                    Inside.class,
                    folder.resolve("state").toString(),
                    Integer.toString(run.rounds()),
                    Long.toString(run.random(0).nextLong()));
            List<String> lines = said.lines().toList();
            run.count("strangers-signalled", 0);
            lines.stream().filter(line -> line.startsWith("signalled ")).forEach(line -> {
                run.count("strangers-signalled");
                run.broken("lost", line);
            });
            lines.stream()
                    .filter(line -> line.startsWith("refused "))
                    .forEach(line -> run.broken("opens-refused", line));
            lines.stream().filter(line -> line.startsWith("left ")).forEach(line -> run.broken("survivors", line));
            run.count(
                    "adopted",
                    lines.stream()
                            .filter(line -> line.startsWith("adopted "))
                            .mapToLong(line -> Long.parseLong(line.substring(8)))
                            .sum());
            if (!lines.contains("mutated " + run.rounds())) {
                run.broken("cut-short", said.substring(Math.max(0, said.length() - 2000)));
            }
        });
    }

    @SuppressWarnings("SystemOut") // the line is the run's result
    private static void skipped() {
        System.out.println("chaos supervisor/record-damage: skipped, " + Namespace.NEEDS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reloads of random graphs of services and tasks. {@code -Dreload.seed=S} plays a failed run again. */
class ReloadPropertyTest extends Supervised {
    private static final int RELOADS = 40;
    private static final int NAMES = 8;

    /** One service as the model knows it; a later name may come after earlier ones only, so there is no cycle. */
    private record Model(boolean task, int version, int patience, List<String> after) {}

    private final Map<String, Model> models = new TreeMap<>();
    private int versions;

    private ServiceSpec spec(String name, Model model) {
        ServiceSpec spec = model.task
                ? ServiceSpec.shell(name, "echo " + name + "-" + model.version + " >> runs")
                        .oneShot()
                : ServiceSpec.of(name, "sleep", marker).environment("VERSION", Integer.toString(model.version));
        return spec.directory(folder)
                .stopTimeout(Duration.ofSeconds(model.patience))
                .after(model.after.toArray(String[]::new));
    }

    private List<ServiceSpec> specs() {
        return models.entrySet().stream()
                .map(entry -> spec(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void change(Random random) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int which = random.nextInt(NAMES);
            String name = "s" + which;
            Model old = models.get(name);
            List<String> after = models.keySet().stream()
                    .filter(other -> other.compareTo(name) < 0 && random.nextInt(3) == 0)
                    .toList();
            if (old == null) {
                models.put(name, new Model(random.nextInt(3) == 0, ++versions, 20, after));
                continue;
            }
            switch (random.nextInt(4)) {
                case 0 -> models.remove(name);
                case 1 -> models.put(name, new Model(old.task, ++versions, old.patience, old.after));
                case 2 -> models.put(name, new Model(old.task, old.version, 20 + random.nextInt(5), old.after));
                default -> models.put(name, new Model(old.task, old.version, old.patience, after));
            }
            models.replaceAll((key, model) -> new Model(
                    model.task,
                    model.version,
                    model.patience,
                    model.after.stream().filter(models::containsKey).toList()));
        }
    }

    private Map<String, Long> pids() {
        return supervisor.statuses().stream()
                .filter(status -> status.pid().isPresent())
                .collect(Collectors.toMap(
                        ServiceStatus::name, status -> status.pid().getAsLong()));
    }

    private List<String> runs() throws IOException {
        Path file = folder.resolve("runs");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The changes that can be seen from outside: other processes, none any more, new ones, and tasks that ran. */
    private Map<String, String> done(Map<String, Long> before, List<String> ranBefore) throws IOException {
        Map<String, String> done = new TreeMap<>();
        Map<String, Long> after = pids();
        before.forEach((name, pid) -> {
            Long now = after.get(name);
            if (now == null) {
                done.put(name, "stop");
            } else if (!now.equals(pid)) {
                done.put(name, "restart");
            }
        });
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(name -> done.put(name, "start"));
        List<String> ran = runs();
        // A service that became a task had a process before.
        ran.subList(ranBefore.size(), ran.size())
                .forEach(line -> done.merge(line.split("-", 2)[0], "start", (gone, ranNow) -> "restart"));
        return done;
    }

    private static Map<String, String> planned(Plan<ServiceChange> plan, Map<String, Long> before) {
        Map<String, String> planned = new TreeMap<>();
        plan.changes()
                .filter(change -> !change.kind().equals("update"))
                .filter(change -> !change.kind().equals("stop") || before.containsKey(change.service()))
                .forEach(change -> planned.put(change.service(), change.kind()));
        return planned;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void reload_ofRandomGraphs_doesWhatItPlanned_andRunsNoTaskTwice(int half) throws IOException {
        long seed = Long.getLong("reload.seed", ThreadLocalRandom.current().nextInt(1_000_000_000));
        Random random = new Random(seed * 2 + half);
        List<String> wrong = new ArrayList<>();
        int differed = 0;
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (int round = 0; round < RELOADS; round++) {
            change(random);
            List<ServiceSpec> specs = specs();
            Map<String, Long> before = pids();
            List<String> ranBefore = runs();

            Plan<ServiceChange> plan = supervisor.planReload(specs).get();
            plan.counts().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
            Report<ServiceChange> report = plan.apply().get();

            Map<String, String> planned = planned(plan, before);
            Map<String, String> done = done(before, ranBefore);
            if (!done.equals(planned)) {
                differed++;
                wrong.add("round " + round + ": planned " + planned + ", done " + done);
            }
            if (!report.complete()) {
                wrong.add("round " + round + ": " + report);
            }
            Plan<ServiceChange> second = supervisor.planReload(specs).get();
            if (!second.isEmpty()) {
                wrong.add("round " + round + ": planned again: " + second);
            }
            if (!new TreeSet<>(models.keySet())
                    .equals(supervisor.statuses().stream()
                            .map(ServiceStatus::name)
                            .collect(Collectors.toCollection(TreeSet::new)))) {
                wrong.add("round " + round + ": there are " + supervisor.statuses());
            }
        }
        Map<String, Integer> times = new HashMap<>();
        runs().forEach(line -> times.merge(line, 1, Integer::sum));
        times.values().removeIf(number -> number == 1);

        String how = "-Dreload.seed=" + seed + ", half " + half + ", " + kinds + "; differed: " + differed
                + ", tasks that ran again: " + times.size();
        assertThat(wrong).as(how).isEmpty();
        assertThat(times).as(how).isEmpty();
        assertThat(kinds).as(how).containsKeys("start", "stop", "restart", "update");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.CallException;
import dev.bracketwire.Report;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.table.ClaimResult.Registered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Registers people and adds rows from eight threads, while answers of Google are lost at random after the work was done.
 * Promised is that every acknowledged person has a row (lost) and nobody has two (duplicates). A person in the sheet whom
 * nobody asked for is a survivor.
 */
class LostAnswersChaos {
    private static final int THREADS = 8;

    @Test
    void registrations_whoseAnswersAreLost_areThereOnce() throws Exception {
        ChaosRun.run("sheets/lost-answers", 1_000, run -> {
            int rounds = run.rounds();
            try (TableScene scene = TableScene.ticking(Math.max(1, rounds / 2), List.of())) {
                SheetTable players = scene.players();
                RegistrationList list = players.registration(rounds);
                players.layout().get();
                Set<String> acknowledged = ConcurrentHashMap.newKeySet();
                run.each(THREADS, (round, random) -> {
                    if (random.nextInt(3) == 0) {
                        scene.google.loseNextAnswers(1 + random.nextInt(2));
                        run.count("faults");
                    }
                    String name = "p" + round;
                    try {
                        if (isDone(run, players, list, name, random)) {
                            acknowledged.add(name);
                        }
                    } catch (CallException e) {
                        run.count("unknown");
                    }
                });
                check(run, scene, acknowledged, rounds);
            }
        });
    }

    private static boolean isDone(ChaosRun run, SheetTable players, RegistrationList list, String name, Random random) {
        Map<String, Object> person = Map.of("discord", name, "ign", name + "#EUW");
        if (random.nextBoolean()) {
            boolean done = list.claim(person).get() instanceof Registered;
            run.count(done ? "registered" : "refused");
            return done;
        }
        Report<RowChange> report = players.upsert(List.of(person)).get();
        run.count(report.complete() ? "added" : "unknown");
        return report.complete();
    }

    private static void check(ChaosRun run, TableScene scene, Set<String> acknowledged, int rounds) {
        Map<String, Integer> rows = new HashMap<>();
        for (List<?> row :
                new ArrayList<>(scene.tab.rows()).subList(2, scene.tab.rows().size())) {
            Object key = row.isEmpty() ? null : row.get(0);
            if (key != null && !"".equals(key)) {
                rows.merge(String.valueOf(key), 1, Integer::sum);
                if (!(key + "#EUW").equals(row.get(2))) {
                    run.broken("mixed", row.toString());
                }
            }
        }
        rows.forEach((name, count) -> {
            if (count > 1) {
                run.broken("duplicates", name + " has " + count + " rows");
            }
            if (!name.startsWith("p") || Integer.parseInt(name.substring(1)) >= rounds) {
                run.broken("survivors", name);
            }
        });
        acknowledged.stream()
                .filter(name -> !rows.containsKey(name))
                .forEach(name -> run.broken("lost", name + " was told that there is a row"));
        run.count("calls", scene.google.calls().size());
    }
}

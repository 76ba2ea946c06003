// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetCheckIn;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Promotion;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands keep the rules of the tournament, and undoing them backwards restores every record. */
class RandomHistoryTest {
    private static final String[] NAMES = {
        "Anna", "Bert", "Carl", "Dora", "Emil", "Fritz", "Gerda", "Hugo", "Ingrid", "Jonas", "Karla", "Ludwig"
    };
    private static final String[] TEAMS = {"Dragons", "Wolves", "Herons", "Badgers", "Foxes"};

    static IntStream seeds() {
        return IntStream.range(0, 16);
    }

    private record Records(Tournament settings, List<Entry> entries) {
        static Records of(TournamentScene scene) {
            EntryList all = scene.entries();
            return new Records(
                    scene.settings(),
                    StreamSupport.stream(all.spliterator(), false).toList());
        }
    }

    private record Step(Answer answer, Records before) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void commands_thenUndoneBackwards_restoreEveryRecord(int seed) {
        Random random = new Random(seed);
        int size = 1 + seed % 3;
        try (TournamentScene scene =
                TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), size * 2 + seed % 2, size)) {
            Deque<Step> history = new ArrayDeque<>();
            for (int i = 0; i < 60; i++) {
                Records before = Records.of(scene);
                Answer answer = step(scene, random, size > 1);
                insistOnRules(scene, seed, i);
                Records after = Records.of(scene);
                if (!after.equals(before)) {
                    assertThat(answer).as("seed " + seed).isInstanceOf(Answer.Done.class);
                    history.push(new Step(answer, before));
                }
            }
            assertThat(history.size()).as("seed " + seed).isGreaterThan(10);
            while (!history.isEmpty()) {
                Step last = history.pop();
                Answer undone = scene.undo("Olga", last.answer);
                assertThat(undone).as("seed " + seed).isInstanceOf(Answer.Done.class);
                assertThat(Records.of(scene)).as("seed " + seed).isEqualTo(last.before);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void undo_inAnyOrder_keepsTheRules(int seed) {
        Random random = new Random(seed);
        int size = 1 + seed % 3;
        try (TournamentScene scene =
                TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), size * 2 + seed % 2, size)) {
            for (int i = 0; i < 60; i++) {
                if (i > 15 && random.nextInt(3) == 0) {
                    var lines = scene.audit().stream()
                            .filter(line -> line.undoable()
                                    && "cup".equals(line.tournament())
                                    && !line.command().equals("permission"))
                            .toList();
                    String id = lines.get(random.nextInt(Math.min(12, lines.size())))
                            .id();
                    Answer first = scene.as("Olga", new Undo("cup", id, null));
                    if (first instanceof Answer.Planned plan) {
                        first = scene.as("Olga", new Undo("cup", id, plan.fingerprint()));
                    }
                    assertThat(first).as("seed " + seed).isNotInstanceOf(Answer.Failed.class);
                } else {
                    step(scene, random, size > 1);
                }
                insistOnRules(scene, seed, i);
            }
        }
    }

    private static void insistOnRules(TournamentScene scene, int seed, int step) {
        EntryList entries = scene.entries();
        Tournament settings = entries.tournament();
        String where = "seed " + seed + " step " + step;
        assertThat(entries.free()).as(where).isNotNegative();
        assertThat(entries.teams().values()).as(where).allMatch(players -> players <= settings.teamSize());
        if (settings.hasTeams()) {
            assertThat(entries.teams().size()).as(where).isLessThanOrEqualTo(settings.teamLimit());
        }
        assertThat(Promotion.next(entries))
                .as(where + ": nobody waits who fits")
                .isEmpty();
        assertThat(entries.waiting()).as(where).allMatch(entry -> entry.checkedIn() == null);
        assertThat(StreamSupport.stream(entries.spliterator(), false).map(Entry::riotId))
                .as(where)
                .doesNotHaveDuplicates();
    }

    private static Answer step(TournamentScene scene, Random random, boolean teams) {
        String name = NAMES[random.nextInt(NAMES.length)];
        String team = teams ? TEAMS[random.nextInt(TEAMS.length)] : null;
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5, 6 -> {
                Answer answer = scene.as(name, new Register("cup", TournamentScene.riotId(name), team));
                yield answer instanceof Answer.Refused refused
                                && !refused.choices().isEmpty()
                        ? scene.as(
                                name,
                                new Choose(
                                        refused.id(),
                                        1 + random.nextInt(refused.choices().size())))
                        : answer;
            }
            case 7, 8, 9 -> scene.as(name, new Withdraw("cup", null));
            case 10 -> scene.as(name, new CheckIn("cup", null, random.nextInt(4) == 0));
            case 11, 12 -> scene.as("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.OPEN));
            case 13 -> confirmed(scene, new ResetCheckIn("cup", null), confirm -> new ResetCheckIn("cup", confirm));
            case 14 ->
                random.nextInt(5) == 0
                        ? confirmed(scene, new ResetRegistration("cup", null), id -> new ResetRegistration("cup", id))
                        : scene.as("Olga", new SetWindow("cup", Which.CHECK_IN, Wish.OPEN));
            default -> {
                int places = 2 + random.nextInt(6);
                yield confirmed(
                        scene,
                        ChangeSettings.capacity("cup", places, null),
                        confirm -> ChangeSettings.capacity("cup", places, confirm));
            }
        };
    }

    private static Answer confirmed(
            TournamentScene scene, Command first, java.util.function.Function<String, Command> again) {
        Answer answer = scene.as("Olga", first);
        return answer instanceof Answer.Planned plan ? scene.as("Olga", again.apply(plan.fingerprint())) : answer;
    }
}

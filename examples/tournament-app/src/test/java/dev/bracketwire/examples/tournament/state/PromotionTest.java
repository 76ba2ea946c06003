// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.state.Entry.Status;
import dev.bracketwire.examples.tournament.state.Entry.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who moves up from the waitlist, in any order of entries. */
class PromotionTest {
    private static final Instant TIME = Instant.parse("2026-12-05T12:00:00Z");

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private static Tournament tournament(int capacity, int teamSize, int maxTeams) {
        return new Tournament(
                "cup", "club", "Cup", capacity, teamSize, maxTeams, Window.CLOSED, Window.CLOSED, null, null);
    }

    private static Entry entry(int number, Status status, @Nullable String team) {
        return new Entry(
                "cup",
                "p-" + number,
                status,
                number,
                TIME,
                "Player" + number + "#EUW",
                Verification.VERIFIED,
                TIME,
                team,
                null);
    }

    private static EntryList after(EntryList entries, List<Entry> promoted) {
        EntryList state = entries;
        for (Entry each : promoted) {
            state = state.with(each.person(), each.status(Status.REGISTERED));
        }
        return state;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void next_withoutTeams_isTheFirstWhoCame(int seed) {
        Random random = new Random(seed);
        int capacity = 1 + random.nextInt(10);
        int taken = random.nextInt(capacity + 1);
        List<Entry> all = new ArrayList<>();
        for (int i = 1; i <= random.nextInt(25); i++) {
            boolean place = all.stream().filter(Entry::registered).count() < taken && random.nextBoolean();
            all.add(entry(i, place ? Status.REGISTERED : Status.WAITING, null));
        }
        EntryList entries = new EntryList(tournament(capacity, 1, 0), all);

        List<Entry> promoted = Promotion.next(entries);

        int expected = Math.min(entries.free(), entries.waiting().size());
        assertThat(promoted).as("seed " + seed).isEqualTo(entries.waiting().subList(0, expected));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void next_withTeams_keepsEveryLimitAndLeavesNobodyWhoFits(int seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(3);
        int capacity = size * (1 + random.nextInt(5)) + random.nextInt(size);
        Tournament settings =
                tournament(capacity, size, random.nextBoolean() ? 0 : 1 + random.nextInt(capacity / size));
        EntryList entries = new EntryList(settings, List.of());
        for (int i = 1; i <= random.nextInt(40); i++) {
            String team = "T" + random.nextInt(12);
            boolean known = entries.teams().containsKey(team);
            boolean fits = entries.free() > 0
                    && entries.members(team).size() < size
                    && (known || entries.teams().size() < settings.teamLimit());
            if (entries.members(team).size() < size) {
                entries = entries.with(
                        "p-" + i, entry(i, fits && random.nextInt(3) == 0 ? Status.REGISTERED : Status.WAITING, team));
            }
        }

        List<Entry> promoted = Promotion.next(entries);
        EntryList after = after(entries, promoted);

        assertThat(after.free()).as("seed " + seed).isNotNegative();
        assertThat(after.teams().size()).as("seed " + seed).isLessThanOrEqualTo(settings.teamLimit());
        assertThat(after.teams().values()).as("seed " + seed).allMatch(players -> players <= size);
        assertThat(Promotion.next(after)).as("seed " + seed).isEmpty();
        if (after.free() > 0) {
            for (Entry waiting : after.waiting()) {
                boolean known = after.teams().containsKey(waiting.team());
                assertThat(known || after.teams().size() < settings.teamLimit())
                        .as("seed %d: %s waits although a place is free", seed, waiting)
                        .isFalse();
            }
        }
    }

    @Test
    void next_withPairPartnerAndSolo_takesThePairFirst() {
        EntryList entries = new EntryList(
                tournament(6, 2, 0),
                List.of(
                        entry(1, Status.REGISTERED, "Half"),
                        entry(2, Status.WAITING, "Solo"),
                        entry(3, Status.WAITING, "Half"),
                        entry(4, Status.WAITING, "Pair"),
                        entry(5, Status.WAITING, "pair ")));

        assertThat(Promotion.next(entries)).extracting(Entry::position).containsExactly(4L, 5L, 3L, 2L);
    }
}

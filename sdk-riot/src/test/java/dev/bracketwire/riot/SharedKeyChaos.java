// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Secret;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two processes look players up on one key at once, each as fast as it may. Promised is that each gets an answer for each
 * player (lost), and that none is refused where each says which part of the limits is its own (duplicates). Where both take
 * all, what they see in each other's counts keeps refusals few; how many there are is printed.
 */
class SharedKeyChaos {
    private static final int ROUNDS = 40;
    private static final int PLAYERS = 60;

    @Test
    void twoProcesses_onOneKey_getAllAnswers() throws Exception {
        ChaosRun.run("riot/shared-key", ROUNDS, run -> run.each(4, (round, random) -> play(run, round, random)));
    }

    private static void play(ChaosRun run, int round, Random random) throws Exception {
        boolean parted = round % 2 == 0;
        FakeRiot.Builder options = FakeRiot.builder()
                .key("RGAPI-" + round)
                .applicationLimit("20:1,60:5")
                .methodLimit("40:3")
                .delay(Duration.ZERO, Duration.ofMillis(random.nextInt(100)));
        try (FakeRiot fake = random.nextBoolean() ? options.sliding().start() : options.start()) {
            for (int i = 0; i < PLAYERS; i++) {
                fake.player("Player " + i, "FAKE", "euw1");
            }
            double share = parted ? 0.5 : 1;
            Process other = other(fake, share);
            int found = lookUp(fake.base(), fake.key(), share);
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            other.waitFor();
            if (found < PLAYERS || !said.equals(String.valueOf(PLAYERS))) {
                run.broken("lost", "round " + round + ": found " + found + " and " + said);
            }
            if (parted && fake.provoked() > 0) {
                run.broken("duplicates", "round " + round + ": " + fake.provoked() + " refused");
            }
            run.count("asked", fake.served());
            run.count("refused-unparted", parted ? 0 : fake.provoked());
        }
    }

    private static Process other(FakeRiot fake, double share) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharedKeyChaos.class.getName(),
                        fake.base(),
                        fake.key(),
                        String.valueOf(share))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int lookUp(String base, String key, double share) {
        List<RiotId> names = IntStream.range(0, PLAYERS)
                .mapToObj(i -> new RiotId("Player " + i, "FAKE"))
                .toList();
        try (Riot riot = Riot.builder(Secret.of(key)).base(base).share(share).build()) {
            return (int) riot.accounts(names).get().stream()
                    .filter(lookup -> lookup instanceof Lookup.Found)
                    .count();
        }
    }

    /** Takes the base, the key and the share, and prints how many it has found. */
    @SuppressWarnings("SystemOut") // what the round reads
    public static void main(String[] arguments) {
        System.out.print(lookUp(arguments[0], arguments[1], Double.parseDouble(arguments[2])));
    }
}

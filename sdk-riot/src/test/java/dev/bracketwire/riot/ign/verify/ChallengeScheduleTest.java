// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.CallThreads;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import dev.bracketwire.riot.internal.roster.KeyedPuuid;
import dev.bracketwire.riot.internal.roster.MemoryIconStore;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChallengeScheduleTest {
    private final ManualClock clock = ManualClock.create();
    private final ChallengeSchedule challengeSchedule = new ChallengeSchedule(clock);
    private final KeyedPuuid account = new KeyedPuuid("key", new Puuid("p".repeat(78)));

    private PendingChallenge challenge() {
        return new PendingChallenge(account, Platform.EUW1);
    }

    private IconProof proof() {
        IconSteps steps = new IconSteps(new MemoryIconStore(), clock);
        return new IconProof(
                CallThreads.builder("test").clock(clock).build(),
                steps,
                AskedIcon.after(null, account, "id", Platform.EUW1, 1, 2, clock.instant(), "node"));
    }

    @Test
    void enter_accountWithAnOpenChallenge_returnsItUntilItExpires() {
        PendingChallenge first = challenge();
        assertThat(challengeSchedule.enter(first)).isNull();
        assertThat(challengeSchedule.next()).isSameAs(first);
        assertThat(challengeSchedule.open(first, proof(), Duration.ofMinutes(10)))
                .isTrue();

        clock.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(challengeSchedule.enter(challenge())).isSameAs(first);
        // Nobody came to look at this moment.
        clock.advance(Duration.ofNanos(1));
        PendingChallenge second = challenge();
        assertThat(challengeSchedule.enter(second)).isNull();
        assertThat(challengeSchedule.expired()).containsExactly(first);
        assertThat(challengeSchedule.next()).isSameAs(second);
    }
}

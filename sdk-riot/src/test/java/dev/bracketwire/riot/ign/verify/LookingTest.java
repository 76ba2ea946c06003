// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import dev.bracketwire.riot.internal.roster.KeyedPuuid;
import dev.bracketwire.riot.internal.roster.MemoryIcons;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookingTest {
    private final ManualClock clock = ManualClock.create();
    private final Looking looking = new Looking(clock);
    private final KeyedPuuid account = new KeyedPuuid("key", new Puuid("p".repeat(78)));

    private Challenge challenge() {
        return new Challenge(account, Platform.EUW1);
    }

    private IconProof proof() {
        IconSteps steps = new IconSteps(new MemoryIcons(), clock);
        return new IconProof(
                clock, steps, AskedIcon.after(null, account, "id", Platform.EUW1, 1, 2, clock.instant(), "node"));
    }

    @Test
    void accountThatIsAsked_isAskedOnce_untilItsTimeIsOver() {
        Challenge first = challenge();
        assertThat(looking.enter(first)).isNull();
        assertThat(looking.next()).isSameAs(first);
        assertThat(looking.open(first, proof(), Duration.ofMinutes(10))).isTrue();

        clock.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(looking.enter(challenge())).isSameAs(first);
        // Nobody came to look at this moment.
        clock.advance(Duration.ofNanos(1));
        Challenge second = challenge();
        assertThat(looking.enter(second)).isNull();
        assertThat(looking.expired()).containsExactly(first);
        assertThat(looking.next()).isSameAs(second);
    }
}

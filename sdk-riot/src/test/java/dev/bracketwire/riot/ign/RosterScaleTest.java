// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RosterScaleTest {
    private static final int REGISTERED = 100_000;
    private static final int CHECKS = 20_000;

    private static RiotId name(int number) {
        // Words apart, or digits alone would make all of them look alike.
        StringBuilder name = new StringBuilder();
        for (int rest = number + 500_000; rest > 0; rest /= 20) {
            name.append("abfghkprtuwxyzdejqsv".charAt(rest % 20));
        }
        return new RiotId("n" + name, "EUW");
    }

    private static Account account(int number) {
        return new Account(new Puuid(String.format(Locale.ROOT, "%078d", number)), name(number));
    }

    @Test
    void aHundredThousandNames_areCheckedInATimeThatDoesNotGrow() {
        IgnRoster roster = IgnRoster.inMemory(new FakeIdentities());
        int some = REGISTERED / 100;
        register(roster, 0, some);
        long few = nanosOfACheck(roster);
        register(roster, some, REGISTERED);
        long many = nanosOfACheck(roster);
        // One that looked at each name would take a hundred times as long; the rest is for a busy machine.
        assertThat(many).isLessThan(few * 20 + 100_000);
        assertThat(roster.assign("late", account(REGISTERED / 2), "desk").get())
                .isInstanceOf(RosterOutcome.Stale.class);
    }

    private static void register(IgnRoster roster, int from, int to) {
        IgnRoster quick = roster.allowingLookAlikes();
        for (int i = from; i < to; i++) {
            quick.assign("entrant " + i, account(i), "desk").get().orThrow();
        }
    }

    private static long nanosOfACheck(IgnRoster roster) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < CHECKS; i += 100) {
            long began = System.nanoTime();
            for (int j = i; j < i + 100; j++) {
                assertThat(roster.likes(new RiotId("Nobody " + j, "EUW")).get()).isEmpty();
            }
            best = Math.min(best, (System.nanoTime() - began) / 100);
        }
        return best;
    }
}

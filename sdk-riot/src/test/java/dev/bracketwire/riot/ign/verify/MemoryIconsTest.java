// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.CallThreads;
import dev.bracketwire.riot.internal.roster.IconStore;
import dev.bracketwire.riot.internal.roster.MemoryIconStore;

/** The contract in memory, where two have the same. */
class MemoryIconsTest extends IconsContract {
    private final IconStore ledger = new MemoryIconStore();

    private CallThreads threads() {
        return CallThreads.builder("test").clock(clock).build();
    }

    @Override
    IconChallenges open() {
        return new IconChallenges(ledger, identities, threads(), clock);
    }

    @Override
    IconStore ledger() {
        return ledger;
    }
}

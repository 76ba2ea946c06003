// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.internal.roster.IconLedger;
import dev.bracketwire.riot.internal.roster.MemoryIcons;

/** The contract in memory, where two have the same. */
class MemoryIconsTest extends IconsContract {
    private final IconLedger ledger = new MemoryIcons();

    @Override
    IconChallenges open() {
        return new IconChallenges(ledger, identities, clock, false, clock, clock);
    }

    @Override
    IconLedger ledger() {
        return ledger;
    }
}

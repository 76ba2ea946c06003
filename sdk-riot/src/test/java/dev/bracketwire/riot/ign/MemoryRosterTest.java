// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

/** The contract in memory. */
class MemoryRosterTest extends RosterContract {
    @Override
    IgnRoster open(Identities identities) {
        return IgnRoster.inMemory(identities);
    }
}

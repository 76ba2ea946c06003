// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.ign.IgnRoster;

/** The contract in memory. */
class MemoryVerificationsTest extends VerificationsContract {
    @Override
    IgnRoster roster() {
        return IgnRoster.inMemory(identities);
    }

    @Override
    Verifications open() {
        return Verifications.inMemory(roster, identities);
    }
}

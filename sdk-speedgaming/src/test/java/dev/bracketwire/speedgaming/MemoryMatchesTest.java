// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/** Tests changes of matches in memory. */
class MemoryMatchesTest extends MatchesContract {
    @Override
    protected ImportStore open() {
        return ImportStore.inMemory();
    }
}

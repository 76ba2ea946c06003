// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/** Tests the store in memory. */
class MemoryImportStoreTest extends ImportStoreContract {
    @Override
    protected ImportStore open() {
        return ImportStore.inMemory();
    }
}

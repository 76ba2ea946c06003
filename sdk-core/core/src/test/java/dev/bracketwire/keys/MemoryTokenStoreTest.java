// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.contract.TokenStoreContract;

class MemoryTokenStoreTest extends TokenStoreContract {
    @Override
    protected TokenStore open() {
        return TokenStore.inMemory();
    }
}

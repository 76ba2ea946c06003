// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

class MemoryTokenStoreTest extends TokenStoreContract {
    @Override
    protected TokenStore open() {
        return TokenStore.inMemory();
    }
}

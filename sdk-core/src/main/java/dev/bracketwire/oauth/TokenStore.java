// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Call;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps tokens beyond the life of a process. A server that gives a new refresh token with each access token takes the
 * old one away, so without a store of its own an application must be authorised anew after each restart. What it keeps
 * is worth as much as a password: encrypt it.
 */
public interface TokenStore {
    /** What was kept under a name. */
    Call<Optional<Tokens>> find(String name);

    /** Keeps tokens under a name, in the place of those before. */
    Call<Void> keep(String name, Tokens tokens);

    /** Keeps tokens as long as this object lives. */
    static TokenStore inMemory() {
        Map<String, Tokens> kept = new ConcurrentHashMap<>();
        return new TokenStore() {
            @Override
            public Call<Optional<Tokens>> find(String name) {
                return Call.of(context -> CompletableFuture.completedFuture(Optional.ofNullable(kept.get(name))));
            }

            @Override
            public Call<Void> keep(String name, Tokens tokens) {
                return Call.of(context -> {
                    kept.put(name, tokens);
                    return CompletableFuture.completedFuture(null);
                });
            }
        };
    }
}

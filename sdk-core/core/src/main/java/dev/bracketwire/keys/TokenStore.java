// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.Call;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps tokens beyond the life of a process. A server that gives a new refresh token with each access token takes the
 * old one away, so without a store of its own an application must be authorised anew after each restart. What it keeps
 * is worth as much as a password: {@link #file} encrypts it, and one of your own should.
 *
 * <pre>{@code
 * TokenStore store = TokenStore.file(Path.of("tokens"), KeyRing.of("2026-11", Secret.env("TOKEN_KEY")));
 * }</pre>
 */
public interface TokenStore {
    /** Returns the tokens stored under a name. */
    Call<Optional<Tokens>> find(String name);

    /** Keeps tokens under a name, in the place of those before. */
    Call<Void> keep(String name, Tokens tokens);

    /** Forgets what was kept under a name, if anything was. */
    Call<Void> forget(String name);

    /**
     * Encrypts anew whatever was encrypted under a key that is not current any more, and counts it. After that, the older
     * key may go. A store that does not encrypt has nothing to do.
     */
    default Call<Integer> reseal() {
        return Call.done(0);
    }

    /**
     * Keeps tokens in files of a folder, one for each name, encrypted for that name under the current key. A file is
     * replaced whole and is on the disk when {@link #keep} ends; only this user of the system may read it, where the system
     * knows such rights. Several threads and processes may share the folder. What was encrypted under an older key of the
     * ring is read as well, and encrypted under the current one when it is next kept, or by {@link #reseal()}.
     *
     * <p>Calls fail with a {@link dev.bracketwire.StoreException} that names the file if it is damaged or its key is gone.
     *
     * @param folder is made if it is not there
     * @throws dev.bracketwire.ConfigurationException if there is no current key, or other users can write or replace
     *     the folder
     */
    static TokenStore file(Path folder, KeyRing keys) {
        return new FileTokenStore(folder, keys);
    }

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

            @Override
            public Call<Void> forget(String name) {
                return Call.of(context -> {
                    kept.remove(name);
                    return CompletableFuture.completedFuture(null);
                });
            }
        };
    }
}

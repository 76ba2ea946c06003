// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.oauth.OAuth;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The OAuth client that settings describe: nobody else can close it, so it is open while a connector uses it. */
final class ConfiguredOAuth implements Auth {
    private final String principal;
    private final Supplier<OAuth> maker;

    // Guarded by this.
    private int users;
    private @Nullable OAuth open;
    private @Nullable Auth auth;

    ConfiguredOAuth(Supplier<OAuth> maker) {
        this.maker = maker;
        try (OAuth made = maker.get()) {
            this.principal = made.clientCredentials().principal();
        }
    }

    /** Hears that a connector uses it, and gives what to run when that is closed. */
    synchronized Runnable used() {
        users++;
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                release();
            }
        };
    }

    private void release() {
        OAuth unused;
        synchronized (this) {
            users--;
            if (users > 0 || open == null) {
                return;
            }
            unused = open;
            open = null;
            auth = null;
        }
        unused.close();
    }

    @Override
    public CompletableFuture<Credential> credential() {
        Auth present = present();
        return present == null
                ? CompletableFuture.failedFuture(
                        new IllegalStateException("the connector of this credential is closed"))
                : present.credential();
    }

    private synchronized @Nullable Auth present() {
        if (auth == null && users > 0) {
            OAuth made = maker.get();
            open = made;
            auth = made.clientCredentials();
        }
        return auth;
    }

    @Override
    public String principal() {
        return principal;
    }

    @Override
    public boolean renew(Credential refused) {
        Auth present = present();
        return present != null && present.renew(refused);
    }

    @Override
    public Optional<Instant> expires() {
        Auth present = present();
        return present == null ? Optional.empty() : present.expires();
    }

    @Override
    public Optional<Instant> issued() {
        Auth present = present();
        return present == null ? Optional.empty() : present.issued();
    }

    @Override
    public Set<String> scopes() {
        Auth present = present();
        return present == null ? Set.of() : present.scopes();
    }
}

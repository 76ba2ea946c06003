// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Credential;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Needs no credential where nothing is sent, so that a replay runs where no key is. */
public final class ReplayAuth implements Auth {
    private final Auth own;
    private final Supplier<CassetteEntries> tape;

    /** Stands before the connector's own. */
    public ReplayAuth(Auth own, Supplier<CassetteEntries> tape) {
        this.own = own;
        this.tape = tape;
    }

    @Override
    public CompletableFuture<Credential> credential() {
        return tape.get().replays() ? CompletableFuture.completedFuture(Credential.NONE) : own.credential();
    }

    @Override
    public String principal() {
        return tape.get().replays() ? "" : own.principal();
    }

    @Override
    public boolean renew(Credential refused) {
        return own.renew(refused) && (!tape.get().replays() || tape.get().goesOnAfterRefusal());
    }

    @Override
    public Optional<Instant> expires() {
        return tape.get().replays() ? Optional.empty() : own.expires();
    }
}

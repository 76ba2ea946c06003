// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Credential;
import java.util.concurrent.CompletableFuture;

/** Sends no credential. */
public enum NoAuth implements Auth {
    /** The one there is. */
    INSTANCE;

    private static final CompletableFuture<Credential> NONE = CompletableFuture.completedFuture(Credential.NONE);

    @Override
    public CompletableFuture<Credential> credential() {
        return NONE;
    }

    @Override
    public String principal() {
        return "";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.text.ForeignText;
import java.util.concurrent.CompletableFuture;

/**
 * Obtains the credential anew for each attempt, before the permit, so that a token refresh never uses a permit up.
 * {@link OutgoingRequest} puts it on the request.
 */
final class CredentialStage implements PipelineStage {
    private final Auth auth;
    private final PipelineStage next;

    CredentialStage(Auth auth, PipelineStage next) {
        this.auth = auth;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        CompletableFuture<Credential> credential = auth.credential();
        // Other calls may wait for the same refresh, so a cancel ends only this copy of the future.
        CompletableFuture<Credential> own = credential.isDone() ? credential : credential.copy();
        return Futures.then(callState.await("a credential", own), value -> {
            callState.credential = value;
            value.headers().forEach((name, line) -> ForeignText.hideCredential(line));
            return next.run(callState);
        });
    }
}

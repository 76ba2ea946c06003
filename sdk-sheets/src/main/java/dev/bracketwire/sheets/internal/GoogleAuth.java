// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.RejectedException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Credential;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses the first of several credentials that gets a token, and stays with it. If Google rejects a credential, the next one
 * is tried. If Google cannot be reached, the same one is kept, so that an outage does not change the account.
 */
public final class GoogleAuth implements Auth {
    private static final Logger LOG = LoggerFactory.getLogger("dev.bracketwire.sheets.GoogleAccess");

    private final List<Candidate> candidates;
    private final List<Problem> unusable;

    // Keeps cache and budget apart until a credential is chosen.
    private final String undecided = "undecided#" + UUID.randomUUID();
    private volatile @Nullable Candidate chosen;

    /**
     * Tries these in their order.
     *
     * @param unusable the problems of sources that did not get so far, for the message if all fail
     */
    public GoogleAuth(List<Candidate> candidates, List<Problem> unusable) {
        this.candidates = List.copyOf(candidates);
        this.unusable = List.copyOf(unusable);
        this.chosen = candidates.size() == 1 && unusable.isEmpty() ? candidates.get(0) : null;
    }

    @Override
    public CompletableFuture<Credential> credential() {
        Candidate settled = chosen;
        return settled == null ? firstFrom(0, new ArrayList<>()) : settled.credential();
    }

    private CompletableFuture<Credential> firstFrom(int at, List<Problem> refused) {
        Candidate candidate = candidates.get(at);
        CompletableFuture<Credential> given;
        try {
            given = candidate.credential();
        } catch (BracketwireException e) {
            given = CompletableFuture.failedFuture(e);
        }
        return given.thenApply(credential -> {
                    choose(candidate);
                    return credential;
                })
                .exceptionallyCompose(thrown -> {
                    Throwable cause = cause(thrown);
                    return isFinal(cause)
                            ? after(at, refused, candidate, cause)
                            : CompletableFuture.failedFuture(cause);
                });
    }

    private CompletableFuture<Credential> after(int at, List<Problem> refused, Candidate candidate, Throwable cause) {
        if (cause instanceof ConfigurationException local) {
            refused.addAll(local.problems());
        } else {
            refused.add(new Problem(candidate.name, "is refused: " + cause.getMessage()));
        }
        if (at + 1 < candidates.size()) {
            LOG.warn("Google credentials from {} cannot be used: {}", candidate.name, cause.getMessage());
            return firstFrom(at + 1, refused);
        }
        List<Problem> all = new ArrayList<>(unusable);
        all.addAll(refused);
        return CompletableFuture.failedFuture(new ConfigurationException(all));
    }

    private synchronized void choose(Candidate candidate) {
        if (chosen == null) {
            chosen = candidate;
            LOG.debug("Google credentials are those from {}", candidate.name);
        }
    }

    // A refusal without an error code of OAuth may come from a proxy on the way.
    private static boolean isFinal(Throwable cause) {
        return cause instanceof UnauthorizedException
                || (cause instanceof RejectedException rejected && rejected.problem() != null)
                || cause instanceof ConfigurationException;
    }

    /** Names the sources of the credentials. */
    @Override
    public String toString() {
        return "GoogleAuth"
                + candidates.stream().map(candidate -> candidate.name).toList();
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** Returns the e-mail address of the account in use, if a credential is chosen and names it. */
    public Optional<String> account() {
        Candidate settled = chosen;
        return settled == null ? Optional.empty() : Optional.ofNullable(settled.account);
    }

    @Override
    public String principal() {
        Candidate settled = chosen;
        if (settled == null && candidates.size() == 1) {
            settled = candidates.get(0);
        }
        return settled == null ? undecided : settled.auth.principal();
    }

    @Override
    public boolean renew(Credential refused) {
        Candidate settled = chosen;
        return settled != null && settled.renew(refused);
    }

    @Override
    public Optional<Instant> expires() {
        Candidate settled = chosen;
        return settled == null ? Optional.empty() : settled.auth.expires();
    }

    @Override
    public Optional<Instant> issued() {
        Candidate settled = chosen;
        return settled == null ? Optional.empty() : settled.source.changed().or(settled.auth::issued);
    }

    @Override
    public Set<String> scopes() {
        Candidate settled = chosen;
        return settled == null ? Set.of() : settled.scopes.isEmpty() ? settled.auth.scopes() : settled.scopes;
    }

    /** One credential that can be tried. */
    public static final class Candidate {
        private final CredentialSource source;
        private final String name;
        private final Auth auth;
        private final Set<String> scopes;
        private final @Nullable String quotaProject;
        private final @Nullable String account;
        private volatile @Nullable Billed last;

        /**
         * Makes one.
         *
         * @param scopes the scopes of its tokens; empty if only Google knows
         * @param quotaProject the project whose quota requests use; null for that of the credential
         * @param account the e-mail address that it acts as; null if only Google knows
         */
        public Candidate(
                CredentialSource source,
                Auth auth,
                Set<String> scopes,
                @Nullable String quotaProject,
                @Nullable String account) {
            this.source = source;
            this.name = source.name();
            this.auth = auth;
            this.scopes = Set.copyOf(scopes);
            this.quotaProject = quotaProject;
            this.account = account;
        }

        private CompletableFuture<Credential> credential() {
            String project = quotaProject;
            return project == null
                    ? auth.credential()
                    : auth.credential().thenApply(token -> billed(token, project).billed);
        }

        private Billed billed(Credential token, String project) {
            Billed present = last;
            if (present == null || !present.token.equals(token)) {
                present = new Billed(token, new Credential(token.headers().and("X-Goog-User-Project", project)));
                last = present;
            }
            return present;
        }

        private boolean renew(Credential refused) {
            Billed present = last;
            return auth.renew(present != null && present.billed.equals(refused) ? present.token : refused);
        }

        private record Billed(Credential token, Credential billed) {}
    }
}

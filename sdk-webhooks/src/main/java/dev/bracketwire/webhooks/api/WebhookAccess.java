// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api;

import dev.bracketwire.Secret;
import dev.bracketwire.webhooks.http.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who calls {@link WebhookApi}, and what a caller may do. Each method refuses unless it is overridden.
 *
 * <pre>{@code
 * class LeagueAccess implements WebhookAccess {
 *     public Optional<String> caller(WebRequest request) {
 *         return sessions.user(request.headers().get("Cookie"));
 *     }
 *
 *     public boolean allows(String caller, ApiAction action, String subscription) {
 *         return owners.owns(caller, subscription);
 *     }
 * }
 * }</pre>
 */
public interface WebhookAccess {
    /** Returns the name of the caller that a request proves; empty if it proves none, which is answered 401. */
    default Optional<String> caller(WebRequest request) {
        return Optional.empty();
    }

    /**
     * Whether a caller may do this. A list holds only the subscriptions that its caller may read.
     *
     * @param subscription the id of the subscription that it is about; empty if it is about none or all
     */
    default boolean allows(String caller, ApiAction action, String subscription) {
        return false;
    }

    /**
     * Returns an access that lets each caller do everything who sends its token as {@code Authorization: Bearer …}.
     *
     * @param tokens the tokens by the names of the callers
     */
    static WebhookAccess tokens(Map<String, Secret> tokens) {
        Map<String, Secret> known = Map.copyOf(tokens);
        return new WebhookAccess() {
            @Override
            public Optional<String> caller(WebRequest request) {
                String header = request.headers().get("Authorization");
                if (header == null || !header.startsWith("Bearer ")) {
                    return Optional.empty();
                }
                byte[] token = header.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8);
                return known.entrySet().stream()
                        .filter(each ->
                                MessageDigest.isEqual(each.getValue().reveal().getBytes(StandardCharsets.UTF_8), token))
                        .map(Map.Entry::getKey)
                        .findFirst();
            }

            @Override
            public boolean allows(String caller, ApiAction action, String subscription) {
                return known.containsKey(caller);
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The access to Google as settings describe it; each part is an option of {@link GoogleAccess}. */
record AccessSettings(
        Optional<Credentials> credentials,
        List<GoogleScope> scopes,
        Optional<String> onBehalfOf,
        Optional<URI> tokenEndpoint) {
    AccessSettings {
        if (onBehalfOf.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("must not hold a blank onBehalfOf");
        }
    }

    GoogleAccess access() {
        GoogleAccess access = credentials.map(Credentials::access).orElseGet(GoogleAccess::environment);
        if (!scopes.isEmpty()) {
            access = access.scopes(
                    scopes.get(0), scopes.subList(1, scopes.size()).toArray(GoogleScope[]::new));
        }
        access = onBehalfOf.map(access::onBehalfOf).orElse(access);
        return tokenEndpoint.map(access::tokenEndpointAllowed).orElse(access);
    }

    record Credentials(Optional<Path> file, Optional<Secret> json, Optional<Secret> token, Optional<Refresh> refresh) {
        Credentials {
            if (Stream.of(file, json, token, refresh)
                            .filter(Optional::isPresent)
                            .count()
                    != 1) {
                throw new IllegalArgumentException("must hold exactly one of file, json, token, refresh");
            }
        }

        GoogleAccess access() {
            return file.map(GoogleAccess::serviceAccount)
                    .or(() -> json.map(GoogleAccess::serviceAccountJson))
                    .or(() -> token.map(GoogleAccess::token))
                    .or(() -> refresh.map(user -> GoogleAccess.refreshToken(user.client, user.secret, user.token)))
                    .orElseThrow();
        }
    }

    record Refresh(String client, Secret secret, Secret token) {}
}

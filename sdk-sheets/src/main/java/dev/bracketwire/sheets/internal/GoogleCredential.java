// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Holds a credential: a service account's key, a user's refresh token, or an access token. */
public sealed interface GoogleCredential
        permits ServiceAccountKey, GoogleCredential.User, GoogleCredential.AccessToken {
    /**
     * The permission of a user.
     *
     * @param tokenEndpoint where tokens are given; null for the default
     * @param quotaProject the project that Google charges the requests to, which it requires of users of gcloud; null for that of the client
     */
    record User(
            String clientId,
            Secret clientSecret,
            Secret refreshToken,
            @Nullable URI tokenEndpoint,
            @Nullable String quotaProject)
            implements GoogleCredential {}

    /** A token that is not renewed. */
    record AccessToken(Secret token) implements GoogleCredential {}
}

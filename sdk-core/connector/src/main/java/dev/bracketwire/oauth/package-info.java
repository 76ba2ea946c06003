// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.oauth.OAuth} obtains tokens for connectors and renews them before they expire: for the application
 * itself, as below, and for users who say yes in a browser or on another device. A
 * {@link dev.bracketwire.keys.TokenStore} keeps those of users.
 *
 * <pre>{@code
 * OAuth oauth = OAuth.builder(URI.create("https://id.example.org/oauth/token"), "my-client")
 *         .clientSecret(Secret.env("CHESTS_SECRET"))
 *         .scope("players.read")
 *         .build();
 * ConnectorConfig config = ConnectorConfig.builder("chests", URI.create("https://chests.example.org"))
 *         .auth(oauth.clientCredentials())
 *         .build();
 * }</pre>
 */
@NullMarked
package dev.bracketwire.oauth;

import org.jspecify.annotations.NullMarked;

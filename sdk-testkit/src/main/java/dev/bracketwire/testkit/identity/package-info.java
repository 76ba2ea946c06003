// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.testkit.identity.FakeIdentityProvider} plays an OAuth 2 provider such as Discord over a real
 * socket: a page with users to click, a token endpoint that checks PKCE and the client, and the account of a token.
 *
 * <pre>{@code
 * try (FakeIdentityProvider discord = FakeIdentityProvider.start("client", "client-secret")) {
 *     discord.user("100000000000000001", "Ann");
 *     // point the code under test at discord.authorizeUri(), discord.tokenUri() and discord.userUri()
 *     URI back = discord.approve(authorizeUrl, "100000000000000001");
 * }
 * }</pre>
 */
@NullMarked
package dev.bracketwire.testkit.identity;

import org.jspecify.annotations.NullMarked;

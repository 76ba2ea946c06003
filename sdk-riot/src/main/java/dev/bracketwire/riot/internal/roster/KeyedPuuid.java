// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.riot.Puuid;

/**
 * An account, as it is told from all others whatever the API key.
 *
 * @param keyFingerprint of the key that the PUUID came by
 * @param puuid the account
 */
public record KeyedPuuid(String keyFingerprint, Puuid puuid) {}

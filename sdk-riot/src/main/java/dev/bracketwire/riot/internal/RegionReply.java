// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.riot.Puuid;

/** Where an account plays, as account-v1 tells it. */
public record RegionReply(Puuid puuid, String game, String region) {}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.riot.Puuid;

/** On which shard an account plays, as account-v1 tells it. */
public record ShardReply(Puuid puuid, String game, String activeShard) {}

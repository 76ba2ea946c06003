// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A question to a player: without a proof it waits for a place. What changes belongs to {@link Looking}. */
final class Challenge {
    final Puuid puuid;
    final Platform platform;
    final CompletableFuture<IconChallenge> answer;
    volatile @Nullable IconProof proof;
    long due;
    long until;
    String trouble = "";

    Challenge(Puuid puuid, Platform platform, CompletableFuture<IconChallenge> answer) {
        this.puuid = puuid;
        this.platform = platform;
        this.answer = answer;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.internal.roster.KeyedPuuid;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A question to a player: without a proof it waits for a place. What changes belongs to {@link ChallengeSchedule}. */
final class PendingChallenge {
    final KeyedPuuid account;
    final Platform platform;
    final CompletableFuture<IconChallenge> answer = new CompletableFuture<>();
    volatile @Nullable IconProof proof;
    long due;
    long until;

    PendingChallenge(KeyedPuuid account, Platform platform) {
        this.account = account;
        this.platform = platform;
    }
}

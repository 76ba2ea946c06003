// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reply that came, as whoever decides about keeping it must know it.
 *
 * @param reply as it came
 * @param use what it means: itself, or where it is a 304, the kept reply it confirms
 * @param meaning in terms of what may follow
 * @param at when it came
 * @param delay how long it was under way
 * @param redirected whether it came from another URL than the one that was asked
 */
public record ReceivedReply(
        Reply reply, Reply use, @Nullable Meaning meaning, Instant at, Duration delay, boolean redirected) {}

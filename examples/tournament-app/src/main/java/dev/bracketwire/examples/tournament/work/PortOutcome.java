// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.Ports.MessagePort;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt to send a message or to set roles.
 *
 * @param problem the reason for which it failed; null if it succeeded
 * @param closed whether another attempt is useless
 */
public record PortOutcome(@Nullable String problem, boolean closed) {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Sends a message and waits for the outcome. Does not throw because the platform fails. */
    public static PortOutcome of(MessagePort port, MessageOutbox.DueMessage message) {
        String channel = message.channel();
        return of(
                () -> channel == null
                        ? port.send(message.person(), message.text(), message.id())
                        : port.post(channel, message.text(), message.id()),
                "the platform did not take it");
    }

    /** Sets roles and waits for the outcome. Does not throw because the platform fails. */
    public static PortOutcome of(RolePort port, RoleOutbox.DueRoles wish) {
        // False means that the account is not in the server, so there is nothing to set.
        return of(() -> port.set(wish.person(), wish.tournament(), wish.roles()), null);
    }

    private static PortOutcome of(Attempt attempt, @Nullable String refused) {
        try {
            return new PortOutcome(attempt.call().within(LONGEST).get() ? null : refused, false);
        } catch (RuntimeException failure) {
            String closed = ClosedException.reason(failure);
            if (closed != null) {
                return new PortOutcome(closed, true);
            }
            return new PortOutcome(failure.getMessage() == null ? failure.toString() : failure.getMessage(), false);
        }
    }

    /** Whether the attempt succeeded. */
    public boolean succeeded() {
        return problem == null && !closed;
    }

    private interface Attempt {
        Call<Boolean> call();
    }
}

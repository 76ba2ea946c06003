// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.Call;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.sheets.table.SheetTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ports through which the application reaches other systems. Each may be null: then its work waits, or its commands
 * are refused.
 *
 * @param messages sends messages to people
 * @param roles sets roles of people
 * @param sheets finds the sheet of a tournament
 * @param services controls the processes of the organiser
 * @param connectors the connectors whose health is shown
 */
public record Ports(
        @Nullable MessagePort messages,
        @Nullable RolePort roles,
        @Nullable SheetPort sheets,
        @Nullable ServicePort services,
        @Nullable ConnectorRegistry connectors) {
    /** Sends a message to one person, or to a channel. */
    public interface MessagePort {
        /**
         * Sends the message. Fails with {@link ClosedException} if the person accepts none.
         *
         * @param id the same for each attempt, so that the platform can drop duplicates
         */
        Call<Boolean> send(Person person, String text, String id);

        /** Sends the message to a channel; unless overridden, there are none. */
        default Call<Boolean> post(String channel, String text, String id) {
            return Call.failed(new ClosedException("this program sends nothing to channels"));
        }
    }

    /** The person accepts no messages, so another attempt is useless. */
    public static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Creates one with the reason that the platform gives. */
        public ClosedException(String reason) {
            super(reason);
        }

        /** Returns the reason in a failure or its causes; null if the failure is another one. */
        public static @Nullable String reason(Throwable failure) {
            for (Throwable each = failure; each != null; each = each.getCause()) {
                if (each instanceof ClosedException) {
                    return String.valueOf(each.getMessage());
                }
            }
            return null;
        }
    }

    /** Sets the roles of people. */
    public interface RolePort {
        /** Gives the person exactly these of our roles. Other roles are not touched. */
        Call<Boolean> set(Person person, Tournament tournament, Set<Role> roles);
    }

    /** A role that follows the state of an entry. */
    public enum Role {
        /** Has a place. */
        REGISTERED,
        /** Has checked in. */
        CHECKED_IN
    }

    /** Finds the sheet that follows a tournament. */
    public interface SheetPort {
        /** Returns the sheet; empty if the tournament has none. */
        Optional<SheetTable> table(Tournament tournament);
    }

    /** Controls the processes of the organiser, which a supervisor runs. */
    public interface ServicePort {
        /** Returns all services. */
        Call<List<Service>> list();

        /** Starts, stops or restarts a service, and returns its state then. */
        Call<Service> control(String name, ServiceAction action);

        /** Returns the last lines of the log of a service. */
        Call<List<String>> log(String name, int lines);
    }

    /** An action on a service. */
    public enum ServiceAction {
        /** Starts it. */
        START,
        /** Stops it. */
        STOP,
        /** Stops it if it runs, and starts it. */
        RESTART
    }

    /**
     * A service.
     *
     * @param name the name
     * @param state the state in one word of the supervisor
     * @param ready whether it works
     * @param since the time since which it is in this state
     * @param why the reason for the state, in words
     * @param pid the process; null if none runs
     * @param starts the number of starts
     */
    public record Service(
            String name,
            String state,
            boolean ready,
            Instant since,
            String why,
            @Nullable Long pid,
            int starts) {}
}

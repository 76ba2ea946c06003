// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.health;

import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorRegistry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which duties are met for which connector, and what is missing; see {@link ConnectorRegistry#checklist} and {@link #of}.
 * It holds no secret and may be shown.
 *
 * <pre>{@code
 * registry.checklist().open().forEach(System.out::println);
 * }</pre>
 *
 * @param entries one for each duty of each connector, by connector and then in the order of the duties
 */
public record Checklist(List<Entry> entries) {
    /** Copies the list. */
    public Checklist {
        entries = List.copyOf(entries);
    }

    /** Looks at these connectors, without asking their upstreams anything. */
    public static Checklist of(Connector... connectors) {
        return new Checklist(Stream.of(connectors)
                .flatMap(connector -> connector.checklist().entries().stream())
                .toList());
    }

    /** The entries that somebody should do something about. */
    public List<Entry> open() {
        return entries.stream().filter(Entry::isOpen).toList();
    }

    /** Whether nobody has to do anything. */
    public boolean isComplete() {
        return open().isEmpty();
    }

    /** One line for each entry, those of a connector below each other. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining("\n"));
    }

    /**
     * How a connector stands with one duty.
     *
     * @param connector the connector's id
     * @param duty which
     * @param state how it stands
     * @param note how that is known, or what to do
     */
    public record Entry(String connector, ChecklistItem duty, State state, String note) {
        /** Whether somebody should do something about it. */
        public boolean isOpen() {
            return state == State.MISSING || state == State.STALE;
        }

        @Override
        public String toString() {
            String name = duty.name().toLowerCase(Locale.ROOT).replace('_', '-');
            String is = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return "%s %-15s %-10s %s".formatted(connector, name, is, note);
        }
    }

    /** How a connector stands with a duty. */
    public enum State {
        /** It is met. */
        MET,
        /** It was met, too long ago. */
        STALE,
        /** It is not met, or nobody knows. */
        MISSING,
        /** This connector does not need it. */
        NOT_NEEDED
    }
}

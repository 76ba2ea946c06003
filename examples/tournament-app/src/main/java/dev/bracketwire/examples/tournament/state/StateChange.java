// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.bracketwire.Change;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A change of one record, with the record before and after. It is applied only while the record is as it was before, it is
 * kept with the audit line, and its inverse undoes it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StateChange.OfEntry.class, name = "entry"),
    @JsonSubTypes.Type(value = StateChange.OfTournament.class, name = "tournament"),
    @JsonSubTypes.Type(value = StateChange.OfGrant.class, name = "grant")
})
public sealed interface StateChange extends Change {
    /** Returns the change that undoes this one. */
    StateChange inverse();

    /** Returns the person that the change concerns; null if none. */
    @Nullable
    String subject();

    /** Returns the tournament that the change concerns; null if none. */
    @Nullable
    String place();

    /** Returns the change as a sentence about this name. */
    String sentence(String name);

    /**
     * A change of an entry.
     *
     * @param before the entry before; null if there was none
     * @param after the entry after; null if there is none
     */
    record OfEntry(@Nullable Entry before, @Nullable Entry after) implements StateChange {
        /** Refuses a change of nothing. */
        public OfEntry {
            if (before == null && after == null) {
                throw new IllegalArgumentException("an entry must be there before or after the change");
            }
        }

        @JsonIgnore
        @Override
        public String kind() {
            if (before == null) {
                return "add";
            }
            return after == null ? "remove" : "change";
        }

        @Override
        public StateChange inverse() {
            return new OfEntry(after, before);
        }

        private Entry either() {
            return Objects.requireNonNull(after != null ? after : before);
        }

        @Override
        public String subject() {
            return either().person();
        }

        @Override
        public String place() {
            return either().tournament();
        }

        @Override
        public String sentence(String name) {
            if (before == null) {
                return name + (either().registered() ? " gets a place" : " joins the waitlist") + " as "
                        + either().riotId();
            }
            if (after == null) {
                return name + (before.registered() ? " gives up a place" : " leaves the waitlist");
            }
            StringJoiner parts = new StringJoiner(", ", name + ": ", "");
            if (before.status() != after.status()) {
                parts.add(after.registered() ? "moves from the waitlist to a place" : "moves to the waitlist");
            }
            if (!before.riotId().equals(after.riotId())) {
                parts.add("name " + before.riotId() + " → " + after.riotId());
            }
            if (before.verification() != after.verification()) {
                parts.add("account " + word(before.verification()) + " → " + word(after.verification()));
            }
            if (!Objects.equals(before.team(), after.team())) {
                parts.add("team " + team(before) + " → " + team(after));
            }
            if (!Objects.equals(before.checkedIn(), after.checkedIn())) {
                parts.add(after.checkedIn() == null ? "not checked in" : "checked in");
            }
            return parts.toString();
        }

        private static String word(Enum<?> value) {
            return value.name().toLowerCase(java.util.Locale.ROOT);
        }

        private static String team(Entry entry) {
            return entry.team() == null ? "none" : entry.team();
        }

        @Override
        public String toString() {
            return sentence(subject());
        }
    }

    /**
     * A change of the settings or times of a tournament.
     *
     * @param before the tournament before; null if it is new
     * @param after the tournament after; null if it is removed
     */
    record OfTournament(
            @Nullable Tournament before, @Nullable Tournament after) implements StateChange {
        /** Refuses a change of nothing. */
        public OfTournament {
            if (before == null && after == null) {
                throw new IllegalArgumentException("a tournament must be there before or after the change");
            }
        }

        @JsonIgnore
        @Override
        public String kind() {
            return before == null ? "add" : after == null ? "remove" : "settings";
        }

        @Override
        public StateChange inverse() {
            return new OfTournament(after, before);
        }

        @Override
        public @Nullable String subject() {
            return null;
        }

        @Override
        public String place() {
            return Objects.requireNonNull(after != null ? after : before).id();
        }

        @Override
        public String sentence(String name) {
            if (before == null) {
                return "tournament " + place() + " is created";
            }
            if (after == null) {
                return "tournament " + place() + " is removed";
            }
            StringJoiner parts = new StringJoiner(", ", place() + ": ", "");
            add(parts, "name", before.name(), after.name());
            add(parts, "places", before.capacity(), after.capacity());
            add(parts, "team size", before.teamSize(), after.teamSize());
            add(parts, "teams", before.maxTeams(), after.maxTeams());
            window(parts, "registration", before.registration(), after.registration());
            window(parts, "check-in", before.checkIn(), after.checkIn());
            add(parts, "spreadsheet", before.spreadsheet(), after.spreadsheet());
            add(parts, "tab", before.tab(), after.tab());
            return parts.toString();
        }

        private static void window(StringJoiner parts, String what, Window before, Window after) {
            add(parts, what + " opens", before.opens(), after.opens());
            add(parts, what + " closes", before.closes(), after.closes());
            if (before.byHand() != after.byHand()) {
                parts.add(
                        after.byHand() == null
                                ? what + " follows its schedule"
                                : what + (after.byHand() == Window.ByHand.OPEN ? " is opened" : " is closed")
                                        + " by hand");
            }
        }

        private static void add(StringJoiner parts, String what, @Nullable Object before, @Nullable Object after) {
            if (!Objects.equals(before, after)) {
                parts.add(what + " " + (before == null ? "none" : before) + " → " + (after == null ? "none" : after));
            }
        }

        @Override
        public String toString() {
            return sentence("");
        }
    }

    /**
     * A change of a permission.
     *
     * @param before the permission before; null if there was none
     * @param after the permission after; null if it is revoked
     */
    record OfGrant(@Nullable Grant before, @Nullable Grant after) implements StateChange {
        /** Refuses a change of nothing. */
        public OfGrant {
            if (before == null && after == null) {
                throw new IllegalArgumentException("a permission must be there before or after the change");
            }
        }

        @JsonIgnore
        @Override
        public String kind() {
            return before == null ? "grant" : after == null ? "revoke" : "change";
        }

        @Override
        public StateChange inverse() {
            return new OfGrant(after, before);
        }

        private Grant either() {
            return Objects.requireNonNull(after != null ? after : before);
        }

        @Override
        public String subject() {
            return either().person();
        }

        @Override
        public @Nullable String place() {
            return either().tournament();
        }

        @Override
        public String sentence(String name) {
            return after == null
                    ? name + " loses " + either().level() + " for " + either().scope()
                    : name + " becomes " + after.level() + " for " + after.scope();
        }

        @Override
        public String toString() {
            return sentence(subject());
        }
    }
}

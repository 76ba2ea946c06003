// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A match as the store has it. Texts are as people typed them, so escape them wherever they are shown.
 *
 * @param id the id in this store
 * @param version the number of the change that made it so, from 1
 * @param tournament the slug of the tournament
 * @param source the link to SpeedGaming; null for a match that the host made
 * @param hostKey the id of the match in the host's own tables; null if it has none
 * @param state the state
 * @param title the title, often empty
 * @param note the note
 * @param times the times
 * @param approved whether SpeedGaming approved the episode
 * @param players the players in their order
 * @param crew the crew
 * @param streams the streams, at most one for each language
 * @param hostFields the fields that the host owns, which an import leaves alone
 * @param absence the evidence that it is gone; null if there is none
 * @param createdAt the time when it was stored first
 * @param changedAt the time of its newest change
 */
public record ScheduledMatch(
        long id,
        long version,
        String tournament,
        @Nullable MatchSource source,
        @Nullable String hostKey,
        MatchState state,
        String title,
        String note,
        MatchTimes times,
        boolean approved,
        List<MatchPlayer> players,
        List<CrewMember> crew,
        List<MatchStream> streams,
        Set<MatchField> hostFields,
        @Nullable MatchAbsence absence,
        Instant createdAt,
        Instant changedAt) {
    /** Copies the collections. */
    public ScheduledMatch {
        players = List.copyOf(players);
        crew = List.copyOf(crew);
        streams = List.copyOf(streams);
        hostFields = java.util.Collections.unmodifiableSet(new TreeSet<>(hostFields));
    }

    /**
     * Returns the title, or the names of the players where there is none: {@code Alpha against Beta}. A single one plays
     * {@code against an open place}.
     */
    public String label() {
        if (!title.isEmpty()) {
            return title;
        }
        return switch (players.size()) {
            case 0 -> "match " + id;
            case 1 -> players.get(0).name() + " against an open place";
            default ->
                String.join(
                        players.size() == 2 ? " against " : ", ",
                        players.stream().map(MatchPlayer::name).toList());
        };
    }

    /** Begins a match that the host makes, for {@link Matches#add}: scheduled, approved, without players. */
    public static Editor draft(String tournament) {
        return new Editor(new ScheduledMatch(
                0,
                0,
                TournamentFeed.checked(tournament),
                null,
                null,
                MatchState.SCHEDULED,
                "",
                "",
                MatchTimes.none(),
                true,
                List.of(),
                List.of(),
                List.of(),
                Set.of(MatchField.values()),
                null,
                Instant.EPOCH,
                Instant.EPOCH));
    }

    /** Begins a changed copy. */
    public Editor edit() {
        return new Editor(this);
    }

    /** Collects the changes of a copy of a match. Ids, version and dates stay as they are. */
    public static final class Editor {
        private final ScheduledMatch match;
        private String tournament;
        private @Nullable MatchSource source;
        private @Nullable String hostKey;
        private MatchState state;
        private String title;
        private String note;
        private MatchTimes times;
        private boolean approved;
        private List<MatchPlayer> players;
        private List<CrewMember> crew;
        private List<MatchStream> streams;
        private Set<MatchField> hostFields;
        private @Nullable MatchAbsence absence;

        Editor(ScheduledMatch match) {
            this.match = match;
            this.tournament = match.tournament;
            this.source = match.source;
            this.hostKey = match.hostKey;
            this.state = match.state;
            this.title = match.title;
            this.note = match.note;
            this.times = match.times;
            this.approved = match.approved;
            this.players = match.players;
            this.crew = match.crew;
            this.streams = match.streams;
            this.hostFields = match.hostFields;
            this.absence = match.absence;
        }

        /** Sets the tournament. */
        public Editor tournament(String slug) {
            this.tournament = slug;
            return this;
        }

        /** Sets the link to SpeedGaming. */
        public Editor source(@Nullable MatchSource link) {
            this.source = link;
            return this;
        }

        /** Sets the id in the host's own tables. */
        public Editor hostKey(@Nullable String key) {
            this.hostKey = key;
            return this;
        }

        /** Sets the state. */
        public Editor state(MatchState next) {
            this.state = next;
            return this;
        }

        /** Sets the title. */
        public Editor title(String text) {
            this.title = text;
            return this;
        }

        /** Sets the note. */
        public Editor note(String text) {
            this.note = text;
            return this;
        }

        /** Sets the times. */
        public Editor times(MatchTimes next) {
            this.times = next;
            return this;
        }

        /** Sets whether it is approved. */
        public Editor approved(boolean yes) {
            this.approved = yes;
            return this;
        }

        /** Sets the players. */
        public Editor players(List<MatchPlayer> all) {
            this.players = all;
            return this;
        }

        /** Sets the crew. */
        public Editor crew(List<CrewMember> all) {
            this.crew = all;
            return this;
        }

        /** Sets the streams. */
        public Editor streams(List<MatchStream> all) {
            this.streams = all;
            return this;
        }

        /** Sets the fields that the host owns. */
        public Editor hostFields(Set<MatchField> fields) {
            this.hostFields = fields;
            return this;
        }

        /** Sets the evidence that it is gone. */
        public Editor absence(@Nullable MatchAbsence evidence) {
            this.absence = evidence;
            return this;
        }

        /** Makes the copy. */
        public ScheduledMatch done() {
            return new ScheduledMatch(
                    match.id,
                    match.version,
                    tournament,
                    source,
                    hostKey,
                    state,
                    title,
                    note,
                    times,
                    approved,
                    players,
                    crew,
                    streams,
                    hostFields,
                    absence,
                    match.createdAt,
                    match.changedAt);
        }
    }
}

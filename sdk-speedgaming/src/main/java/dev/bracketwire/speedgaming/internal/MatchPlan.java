// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchAbsence;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStore.Known;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import dev.bracketwire.speedgaming.StoreSession;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects the changes of one run within a session that only reads. */
final class MatchPlan {
    /** A match is looked at again for so long after it became stale, if a run was not planned in time. */
    private static final Duration STALE_SEARCH = Duration.ofDays(14);

    private final StoreSession session;
    private final PersonResolver resolver;
    private final ImportRun run;
    private final Set<String> slugs;
    private final List<MatchChange> changes = new ArrayList<>();
    private final Set<Long> changed = new HashSet<>();
    private final List<String> alerts = new ArrayList<>();
    private final Map<Long, String> stored = new HashMap<>();
    private final Map<Long, Long> hosts = new HashMap<>();
    private final Set<Long> missingNow = new HashSet<>();
    private Map<Long, SourceMatch> found = Map.of();
    private int unchanged;

    /** Begins a plan for the tournaments with these slugs. */
    MatchPlan(StoreSession session, PersonResolver resolver, ImportRun run, Set<String> slugs) {
        this.session = session;
        this.resolver = resolver;
        this.run = run;
        this.slugs = slugs;
    }

    /** Adds the changes of the matches that are in the schedule. */
    void addFound(List<Episode> episodes) throws SQLException {
        found = ImportPlanner.byId(episodes);
        Map<Long, Known> known = session.matches().known(found.keySet());
        List<SourceMatch> fresh = new ArrayList<>();
        Map<Long, SourceMatch> differing = new LinkedHashMap<>();
        for (SourceMatch match : found.values()) {
            Known old = known.get(match.source().match());
            boolean enabled = slugs.contains(match.tournament());
            if (old == null) {
                if (enabled) {
                    fresh.add(match);
                }
            } else if (enabled || slugs.contains(old.tournament())) {
                if (enabled ? isSame(old, match) : isGoneAlready(old, match)) {
                    unchanged++;
                } else {
                    differing.put(old.match(), match);
                }
            }
        }
        addFresh(fresh);
        Map<Long, ScheduledMatch> rows = session.matches().findAll(differing.keySet());
        differing.forEach((id, match) -> {
            ScheduledMatch row = rows.get(id);
            if (row != null) {
                addDiffering(row, match);
            }
        });
    }

    private boolean isSame(Known old, SourceMatch match) {
        if (old.state() == MatchState.ATTACHED) {
            return true;
        }
        if (!old.source().equals(match.source())) {
            return false;
        }
        return old.state().isFrozen()
                || (old.tournament().equals(match.tournament())
                        && old.state() == MatchMerge.state(match.approved(), match.times(), run.startedAt()));
    }

    private static boolean isGoneAlready(Known old, SourceMatch match) {
        return old.state() == MatchState.CANCELLED
                || old.state() == MatchState.ATTACHED
                || (old.state().isFrozen() && old.source().equals(match.source()));
    }

    private void addDiffering(ScheduledMatch row, SourceMatch match) {
        boolean away = !slugs.contains(match.tournament())
                && !row.state().isFrozen()
                && !row.hostFields().contains(MatchField.STATE);
        MatchChange change = away ? movedAway(row, match) : MatchDiff.change(row, match, run.number(), run.startedAt());
        if (change == null) {
            unchanged++;
        } else {
            add(row, change);
        }
    }

    private MatchChange movedAway(ScheduledMatch row, SourceMatch match) {
        String text = ChangeText.label(row) + " is cancelled in " + row.tournament()
                + ", because it moved to tournament " + match.tournament() + ", which is not imported";
        return new MatchChange("cancel", text, run.number(), row.id(), row.version(), match);
    }

    private void add(ScheduledMatch row, MatchChange change) {
        if (changed.add(row.id())) {
            stored.put(row.id(), row.tournament());
            changes.add(change);
        } else {
            unchanged++;
        }
    }

    private void addFresh(List<SourceMatch> fresh) throws SQLException {
        Map<String, List<ScheduledMatch>> unlinked = new TreeMap<>();
        Set<SourcePlayer> players = new LinkedHashSet<>();
        for (SourceMatch match : fresh) {
            List<ScheduledMatch> hostMatches = unlinked.get(match.tournament());
            if (hostMatches == null) {
                hostMatches = session.matches().unlinked(match.tournament());
                unlinked.put(match.tournament(), hostMatches);
                hostMatches.forEach(host -> hosts.put(host.id(), host.version()));
            }
            if (!hostMatches.isEmpty()) {
                players.addAll(match.players());
            }
        }
        Map<SourcePlayer, Person> persons = players.isEmpty() ? Map.of() : resolver.find(session, players);
        Map<Long, Person> hostPersons = players(session, unlinked);
        Map<Long, ScheduledMatch> same = new HashMap<>();
        Map<Long, Integer> claims = new HashMap<>();
        for (SourceMatch match : fresh) {
            List<ScheduledMatch> hostMatches = Objects.requireNonNull(unlinked.get(match.tournament()));
            ScheduledMatch host = AttachSearch.search(match, persons, hostMatches, hostPersons)
                    .same();
            if (host != null) {
                same.put(match.source().match(), host);
                claims.merge(host.id(), 1, Integer::sum);
            }
        }
        for (SourceMatch match : fresh) {
            ScheduledMatch host = same.get(match.source().match());
            // Two matches of the schedule that are both the same as one of the host are a question for people.
            if (host != null && Objects.equals(claims.get(host.id()), 1)) {
                String text = ChangeText.label(match) + ChangeText.on(match.times())
                        + ", is the match that the host has as number " + host.id() + ", and follows SpeedGaming now";
                add(host, new MatchChange("attach", text, run.number(), host.id(), host.version(), match));
            } else {
                String text = ChangeText.label(match) + ChangeText.on(match.times());
                changes.add(new MatchChange("create", text, run.number(), null, 0, match));
            }
        }
    }

    /** Returns the players of matches, by their ids. */
    static Map<Long, Person> players(StoreSession session, Map<String, List<ScheduledMatch>> matches)
            throws SQLException {
        Set<Long> ids = new TreeSet<>();
        matches.values()
                .forEach(all -> all.forEach(match -> match.players().forEach(player -> ids.add(player.person()))));
        return ids.isEmpty() ? Map.of() : session.people().findAll(ids);
    }

    /** Adds the matches that should be in the schedule and are not. */
    void addAbsent(Schedule schedule) throws SQLException {
        AbsenceRule.Window window = AbsenceRule.window(run);
        if (window == null) {
            return;
        }
        List<ScheduledMatch> known =
                session.matches().list(new ScheduleFilter(run.scope(), window.from(), window.to()));
        AbsenceRule.Finding finding = AbsenceRule.judge(run, schedule, known, found.keySet());
        finding.alert().ifPresent(alerts::add);
        for (ScheduledMatch match : finding.missing()) {
            missingNow.add(match.id());
            if (!AbsenceRule.counts(match, run)) {
                continue;
            }
            MatchAbsence absence = match.absence();
            boolean again = match.state() == MatchState.MISSING && absence != null;
            String text = ChangeText.label(match)
                    + ChangeText.on(match.times())
                    + (again ? ", is still missing from the schedule" : ", is missing from the schedule");
            add(match, new MatchChange("missing", text, run.number(), match.id(), match.version(), null));
        }
    }

    /** Adds the matches that are over by a day. */
    void addStale() throws SQLException {
        Instant over = run.startedAt().minus(MatchMerge.STALE_AFTER);
        Instant from = over.minus(STALE_SEARCH);
        for (ScheduledMatch match : session.matches().list(new ScheduleFilter(run.scope(), from, over.plusMillis(1)))) {
            boolean stale = match.source() != null
                    && match.state().isOpen()
                    && !match.state().isFrozen()
                    && !match.hostFields().contains(MatchField.STATE)
                    && MatchMerge.isStale(match.times(), run.startedAt());
            if (stale && !changed.contains(match.id())) {
                String text = ChangeText.label(match) + ChangeText.on(match.times())
                        + ", is over, and nobody said how it went";
                add(match, new MatchChange("stale", text, run.number(), match.id(), match.version(), null));
            }
        }
    }

    /** Adds the matches that are gone with their episode, or from it. */
    void addGone(long episode, @Nullable Episode reply, boolean missedOnly) throws SQLException {
        for (ScheduledMatch match : session.matches().ofEpisode(episode)) {
            MatchSource source = match.source();
            boolean gone = source != null
                    && !found.containsKey(source.match())
                    && match.state() != MatchState.CANCELLED
                    && match.state() != MatchState.ATTACHED
                    && !match.state().isFrozen()
                    && !match.hostFields().contains(MatchField.STATE)
                    && (!missedOnly || AbsenceRule.isProven(match));
            if (gone) {
                String text = ChangeText.label(match) + ChangeText.on(match.times()) + ", is cancelled: "
                        + (reply == null
                                ? "SpeedGaming no longer has its episode"
                                : "SpeedGaming no longer has it in its episode");
                add(match, new MatchChange("cancel", text, run.number(), match.id(), match.version(), null));
            }
        }
    }

    ImportRun run() {
        return run;
    }

    List<MatchChange> changes() {
        return changes;
    }

    List<String> alerts() {
        return alerts;
    }

    int unchanged() {
        return unchanged;
    }

    /** Returns the tournaments of the stored matches that change, by the ids of the matches. */
    Map<Long, String> storedTournaments() {
        return Map.copyOf(stored);
    }

    /** Returns the versions of the matches of the host that were compared with new ones, by their ids. */
    Map<Long, Long> hosts() {
        return Map.copyOf(hosts);
    }

    /** Returns the tournaments that the run concerns. */
    Set<String> tournaments() {
        Set<String> all = new TreeSet<>(stored.values());
        if (run.scope().startsWith("episode ")) {
            found.values().stream()
                    .map(SourceMatch::tournament)
                    .filter(slugs::contains)
                    .forEach(all::add);
        } else {
            all.addAll(slugs);
        }
        return all;
    }

    /** Returns the number of matches that are missing after this run. */
    int missing() throws SQLException {
        Set<Long> all = new HashSet<>(missingNow);
        for (ScheduledMatch match : session.matches().inState(MatchState.MISSING)) {
            boolean settled = changed.contains(match.id()) && !missingNow.contains(match.id());
            if (slugs.contains(match.tournament()) && !settled) {
                all.add(match.id());
            }
        }
        return all.size();
    }
}

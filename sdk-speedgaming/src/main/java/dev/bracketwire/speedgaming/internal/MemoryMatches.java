// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStore;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps matches in memory. */
final class MemoryMatches implements MatchStore {
    private static final Comparator<ScheduledMatch> BY_BROADCAST =
            nullsLast(match -> match.times().broadcastStart());
    private static final Comparator<ScheduledMatch> BY_ABSENCE =
            nullsLast(match -> match.absence() == null ? null : match.absence().since());

    private final MemoryStore.Session session;

    MemoryMatches(MemoryStore.Session session) {
        this.session = session;
    }

    private static Comparator<ScheduledMatch> nullsLast(Function<ScheduledMatch, @Nullable Instant> time) {
        return (a, b) -> {
            Instant first = time.apply(a);
            Instant second = time.apply(b);
            if (first == null || second == null) {
                return Boolean.compare(first == null, second == null);
            }
            return first.compareTo(second);
        };
    }

    @Override
    public Optional<ScheduledMatch> find(long id) {
        return Optional.ofNullable(session.state().matches.get(id));
    }

    @Override
    public Map<Long, ScheduledMatch> findAll(Collection<Long> ids) {
        Map<Long, ScheduledMatch> found = new LinkedHashMap<>();
        for (Long id : new TreeSet<>(ids)) {
            find(id).ifPresent(match -> found.put(id, match));
        }
        return found;
    }

    @Override
    public Map<Long, Known> known(Collection<Long> sourceMatches) {
        Map<Long, Known> known = new LinkedHashMap<>();
        for (Long each : sourceMatches) {
            Long id = session.state().bySource.get(each);
            if (id != null) {
                find(id).ifPresent(match -> {
                    MatchSource source = match.source();
                    if (source != null) {
                        known.put(each, new Known(id, match.version(), match.tournament(), match.state(), source));
                    }
                });
            }
        }
        return known;
    }

    @Override
    public List<ScheduledMatch> ofEpisode(long episode) {
        return where(match -> match.source() != null && match.source().episode() == episode).stream()
                .sorted(Comparator.comparingInt(
                        match -> match.source() == null ? 0 : match.source().part()))
                .toList();
    }

    @Override
    public List<ScheduledMatch> list(ScheduleFilter filter) {
        String slug = filter.tournament();
        Instant from = filter.from();
        Instant before = filter.before();
        return where(match -> {
                    Instant start = match.times().broadcastStart();
                    return (slug == null || slug.equals(match.tournament()))
                            && (from == null || (start != null && !start.isBefore(from)))
                            && (before == null || (start != null && start.isBefore(before)));
                })
                .stream()
                .sorted(BY_BROADCAST)
                .toList();
    }

    @Override
    public List<ScheduledMatch> inState(MatchState state) {
        return where(match -> match.state() == state).stream()
                .sorted(BY_ABSENCE)
                .toList();
    }

    @Override
    public List<ScheduledMatch> ofPerson(long person) {
        return where(match -> has(match, person)).stream().sorted(BY_BROADCAST).toList();
    }

    static boolean has(ScheduledMatch match, long person) {
        return match.players().stream().anyMatch(each -> each.person() == person)
                || match.crew().stream().anyMatch(each -> each.person() == person);
    }

    /** Returns the matches to which this applies, by id. */
    private List<ScheduledMatch> where(Predicate<ScheduledMatch> condition) {
        return session.state().matches.values().stream().filter(condition).toList();
    }

    @Override
    public Optional<ScheduledMatch> findByHostKey(String hostKey) {
        Long id = session.state().byHostKey.get(ValueCleaner.text(hostKey));
        return id == null ? Optional.empty() : find(id);
    }

    @Override
    public List<ScheduledMatch> add(List<ScheduledMatch> matches) throws SQLException {
        MemoryState state = session.writing();
        List<ScheduledMatch> stored = new ArrayList<>();
        for (ScheduledMatch match : matches) {
            ScheduledMatch clean = ValueCleaner.match(match, state.newId(), 1);
            state.put(clean);
            stored.add(clean);
        }
        return stored;
    }

    @Override
    public List<ScheduledMatch> replace(List<ScheduledMatch> matches) throws SQLException {
        MemoryState state = session.writing();
        Set<Long> seen = new HashSet<>();
        for (ScheduledMatch match : matches) {
            ScheduledMatch stored = state.matches.get(match.id());
            if (stored == null || !seen.add(match.id()) || stored.version() != match.version()) {
                throw new IllegalStateException(
                        stored == null
                                ? "there is no match " + match.id()
                                : "match " + match.id() + " was given twice, or has version " + stored.version()
                                        + ", not " + match.version());
            }
            state.release(stored);
        }
        List<ScheduledMatch> all = new ArrayList<>();
        for (ScheduledMatch match : matches) {
            ScheduledMatch clean = ValueCleaner.match(match, match.id(), match.version() + 1);
            state.put(clean);
            all.add(clean);
        }
        return all;
    }

    @Override
    public void log(List<MatchLogEntry> entries) {
        MemoryState state = session.writing();
        for (MatchLogEntry entry : entries) {
            state.log.add(new MatchLogEntry(
                    entry.match(),
                    entry.version(),
                    ValueCleaner.time(entry.at()),
                    ValueCleaner.text(entry.actor()),
                    ValueCleaner.text(entry.kind()),
                    ValueCleaner.text(entry.field()),
                    ValueCleaner.text(entry.before()),
                    ValueCleaner.text(entry.after())));
        }
    }

    @Override
    public List<MatchLogEntry> logOf(long match) {
        return session.state().log.stream()
                .filter(entry -> entry.match() == match)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.RunStore;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Keeps runs and tournaments in memory. */
final class MemoryRuns implements RunStore {
    private final MemoryStore.Session session;
    private final MemoryStore.RunNumbers numbers;

    MemoryRuns(MemoryStore.Session session, MemoryStore.RunNumbers numbers) {
        this.session = session;
        this.numbers = numbers;
    }

    @Override
    public ImportRun begin(ImportRun run) {
        MemoryState state = session.writing();
        ImportRun stored = clean(run, numbers.next(), ImportRun.Status.REQUESTED);
        state.runs.put(stored.number(), stored);
        return stored;
    }

    private static ImportRun clean(ImportRun run, long number, ImportRun.Status status) {
        return new ImportRun(
                number,
                ValueCleaner.text(run.scope()),
                ValueCleaner.optional(run.from()),
                ValueCleaner.optional(run.to()),
                status,
                ValueCleaner.time(run.startedAt()),
                ValueCleaner.optional(run.finishedAt()),
                run.counts(),
                ValueCleaner.texts(run.problems()));
    }

    private ImportRun stored(long run) {
        ImportRun stored = session.writing().runs.get(run);
        if (stored == null) {
            throw new IllegalStateException("there is no run " + run);
        }
        return stored;
    }

    @Override
    public void stage(long run, byte[] body) {
        session.writing().runs.put(run, clean(stored(run), run, ImportRun.Status.STAGED));
        session.writing().bodies.put(run, body.clone());
    }

    @Override
    public Optional<byte[]> body(long run) {
        return Optional.ofNullable(session.state().bodies.get(run)).map(byte[]::clone);
    }

    @Override
    public void finish(ImportRun run) {
        ImportRun stored = stored(run.number());
        ImportRun ended = new ImportRun(
                run.number(),
                stored.scope(),
                stored.from(),
                stored.to(),
                run.status(),
                stored.startedAt(),
                run.finishedAt(),
                run.counts(),
                run.problems());
        session.writing().runs.put(run.number(), clean(ended, run.number(), run.status()));
    }

    @Override
    public Optional<ImportRun> find(long run) {
        return Optional.ofNullable(session.state().runs.get(run));
    }

    @Override
    public List<ImportRun> newest(int most) {
        return session.state().runs.descendingMap().values().stream()
                .limit(Math.max(most, 0))
                .toList();
    }

    @Override
    public void prune(int keepRuns, int keepBodies) {
        MemoryState state = session.writing();
        keepNewest(state.runs, keepRuns);
        state.bodies.keySet().retainAll(state.runs.keySet());
        keepNewest(state.bodies, keepBodies);
    }

    private static void keepNewest(NavigableMap<Long, ?> rows, int keep) {
        while (rows.size() > Math.max(keep, 0)) {
            rows.pollFirstEntry();
        }
    }

    @Override
    public long applied(String slug) {
        return session.state().applied.getOrDefault(ValueCleaner.key("slug", slug), 0L);
    }

    @Override
    public void setApplied(List<String> slugs, long run) {
        MemoryState state = session.writing();
        slugs.forEach(slug -> state.applied.merge(ValueCleaner.key("slug", slug), run, Math::max));
    }

    @Override
    public List<TournamentFeed> enabled() {
        MemoryState state = session.state();
        return state.feeds.values().stream()
                .filter(feed -> state.enabled.contains(feed.slug()))
                .toList();
    }

    @Override
    public List<TournamentFeed> known() {
        return List.copyOf(session.state().feeds.values());
    }

    @Override
    public void save(TournamentFeed feed, boolean enabled) {
        MemoryState state = session.writing();
        state.feeds.put(
                feed.slug(),
                feed.name(ValueCleaner.text(feed.name()))
                        .streamDelay(
                                java.time.Duration.ofMillis(feed.streamDelay().toMillis())));
        if (enabled) {
            state.enabled.add(feed.slug());
        } else {
            state.enabled.remove(feed.slug());
        }
    }

    @Override
    public Optional<String> findState(String name) {
        return Optional.ofNullable(session.state().texts.get(ValueCleaner.text(name)));
    }

    @Override
    public void setState(String name, String text) {
        session.writing().texts.put(ValueCleaner.key("name", name), ValueCleaner.text(text));
    }
}

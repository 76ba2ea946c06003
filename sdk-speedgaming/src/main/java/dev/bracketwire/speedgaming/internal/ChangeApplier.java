// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.Outcome;
import dev.bracketwire.StoreException;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Fence;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Applies changes of a plan, each chunk in one transaction. If a chunk fails, its changes are tried again one by one, so that
 * one of them spoils no other.
 */
final class ChangeApplier {
    static final String NEWER = "a newer schedule was applied";
    static final String OTHER = "another schedule was applied since this was planned; plan again";

    private final ImportStore store;
    private final CallThreads threads;
    private final ChangeRecorder recorder;
    private final PersonResolver resolver;

    ChangeApplier(ImportStore store, CallThreads threads, ChangeRecorder recorder, PersonResolver resolver) {
        this.store = store;
        this.threads = threads;
        this.recorder = recorder;
        this.resolver = resolver;
    }

    /** Applies some changes, and gives an outcome for each in their order. */
    Call<List<Outcome<MatchChange>>> apply(Context context, List<MatchChange> changes) {
        return threads.call("apply a schedule", run -> {
            try {
                return applyAll(context, changes);
            } catch (BracketwireException e) {
                if (changes.size() == 1 || !isOfOneChange(e)) {
                    throw e;
                }
            } catch (RuntimeException e) {
                // A listener, most likely.
                if (changes.size() == 1) {
                    return List.of(failed(changes.get(0), e));
                }
            }
            List<Outcome<MatchChange>> outcomes = new ArrayList<>();
            for (MatchChange change : changes) {
                outcomes.add(applyOne(context, change));
            }
            return outcomes;
        });
    }

    private List<Outcome<MatchChange>> applyAll(Context context, List<MatchChange> changes) {
        ImportStore.Work<List<Outcome<MatchChange>>> work = session -> {
            Set<String> slugs = new TreeSet<>();
            changes.forEach(change -> slugs.addAll(context.tournaments(change)));
            Map<String, String> refusals = begin(session, context.run(), slugs, context.before(), context.fence());
            return new ChangeBatch(
                            session,
                            context,
                            recorder,
                            resolver,
                            refusals,
                            threads.dates().instant())
                    .apply(changes);
        };
        return store.write(work).get();
    }

    private Outcome<MatchChange> applyOne(Context context, MatchChange change) {
        try {
            return applyAll(context, List.of(change)).get(0);
        } catch (CancelledException | DeadlineException e) {
            throw e;
        } catch (StoreException e) {
            return e.maybeDone() ? Outcome.unknown(change, note(e)) : failed(change, e);
        } catch (RuntimeException e) {
            return failed(change, e);
        }
    }

    private static Outcome<MatchChange> failed(MatchChange change, RuntimeException e) {
        return Outcome.failed(change, note(e));
    }

    private static String note(RuntimeException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    /** Whether a failure may be due to one change: not if the database is away, or this node lost its lease. */
    private static boolean isOfOneChange(BracketwireException e) {
        if (e instanceof StoreException store) {
            return store.reason() != StoreException.Reason.LEASE_LOST
                    && store.reason() != StoreException.Reason.UNAVAILABLE
                    && store.reason() != StoreException.Reason.SCHEMA;
        }
        return !(e instanceof CancelledException) && !(e instanceof DeadlineException);
    }

    /** Records that a run was applied; gives false if another one was applied since it was planned. */
    Call<Boolean> recordApplied(ImportRun run, Map<String, Long> before, @Nullable Fence fence) {
        return store.write(session -> begin(session, run, new TreeSet<>(before.keySet()), before, fence)
                .isEmpty());
    }

    /**
     * Locks tournaments for a run, and records it for them.
     *
     * @return the reasons why it must not be applied to some of them, by slug
     */
    private static Map<String, String> begin(
            StoreSession session,
            ImportRun run,
            Collection<String> slugs,
            Map<String, Long> before,
            @Nullable Fence fence)
            throws SQLException {
        if (fence != null) {
            fence.check(session.connection());
        }
        Map<String, String> refusals = new TreeMap<>();
        List<String> own = new ArrayList<>();
        for (String slug : slugs) {
            long applied = session.runs().applied(slug);
            if (applied > run.number()) {
                refusals.put(slug, NEWER);
            } else if (applied < run.number() && !Objects.equals(before.get(slug), applied)) {
                refusals.put(slug, OTHER);
            } else if (applied < run.number()) {
                own.add(slug);
            }
        }
        if (!own.isEmpty()) {
            session.runs().setApplied(own, run.number());
        }
        return refusals;
    }

    /**
     * Holds the parts that the changes of a plan share.
     *
     * @param run the run
     * @param before the number of the newest run that had been applied to each tournament when the plan was made
     * @param stored the tournaments of the stored matches, by their ids
     * @param hosts the versions of the matches of the host that were compared with new ones, by their ids
     * @param fence refuses to write once another node runs the import; null for none
     */
    record Context(
            ImportRun run,
            Map<String, Long> before,
            Map<Long, String> stored,
            Map<Long, Long> hosts,
            @Nullable Fence fence) {
        /** Returns the imported tournaments that a change concerns. */
        Set<String> tournaments(MatchChange change) {
            Set<String> slugs = new TreeSet<>();
            String old = change.match() == null ? null : stored.get(change.match());
            if (old != null) {
                slugs.add(old);
            }
            SourceMatch found = change.found();
            if (found != null && before.containsKey(found.tournament())) {
                slugs.add(found.tournament());
            }
            return slugs;
        }
    }
}

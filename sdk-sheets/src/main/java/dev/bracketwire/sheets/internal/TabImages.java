// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.CancelledException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.SpreadsheetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole tabs, and holds them as long as ranges are held. Callers at the same time share one request. Any write of this
 * client to the spreadsheet makes a held tab old, unless the write gives its new state.
 */
public final class TabImages {
    private static final int MOST_TABS = 100;

    private final SheetsService service;
    private final SpreadsheetId id;
    private final WriteLog log;

    // All guarded by this.
    private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Flight> flights = new HashMap<>();
    private final Map<String, ReentrantLock> locks = new HashMap<>();

    TabImages(SheetsService service, SpreadsheetId id, WriteLog log) {
        this.service = service;
        this.id = id;
        this.log = log;
    }

    /** Returns a tab that was read at most this long ago and not written since by this client. */
    public CompletableFuture<AgedImage> recent(String title, Duration most, WorkRun run) {
        service.usage.reads.increment();
        Held known;
        synchronized (this) {
            known = held.get(title);
        }
        long age = known == null ? 0 : Math.max(0, service.now() - known.readAt);
        if (known != null && known.generation == log.generation() && age < most.toNanos()) {
            service.usage.cached.increment();
            return CompletableFuture.completedFuture(new AgedImage(known.image, Duration.ofNanos(age)));
        }
        return asked(title, true, run.remaining().orElse(service.options.call()), UsageCounts.callSite());
    }

    /** Returns a tab, from memory where it is current; where Google cannot be reached, as old as the client allows. */
    public CompletableFuture<AgedImage> read(String title, WorkRun run) {
        service.usage.reads.increment();
        Held known;
        synchronized (this) {
            known = held.get(title);
        }
        boolean same = known != null && known.generation == log.generation();
        long age = known == null ? 0 : Math.max(0, service.now() - known.readAt);
        if (known != null
                && same
                && !run.fresh()
                && age < service.options.hard().toNanos()) {
            service.usage.cached.increment();
            if (age >= service.options.soft().toNanos()) {
                // A failure shows in the age, and the next reader asks again.
                asked(title, false, service.options.call(), "refresh in the background");
            }
            return CompletableFuture.completedFuture(new AgedImage(known.image, Duration.ofNanos(age)));
        }
        CompletableFuture<AgedImage> read =
                asked(title, run.fresh(), run.remaining().orElse(service.options.call()), UsageCounts.callSite());
        return known == null || !same || run.fresh() ? read : orHeld(read, known);
    }

    private CompletableFuture<AgedImage> orHeld(CompletableFuture<AgedImage> read, Held known) {
        return read.exceptionallyCompose(failure -> {
            Throwable cause = Causes.of(failure);
            boolean down = cause instanceof RateLimitedException
                    || cause instanceof UnavailableException
                    || cause instanceof TransportException;
            Duration age = Duration.ofNanos(Math.max(0, service.now() - known.readAt));
            if (!down || age.compareTo(service.options.stale()) > 0) {
                return CompletableFuture.failedFuture(cause);
            }
            service.usage.stale.increment();
            return CompletableFuture.completedFuture(new AgedImage(known.image, age));
        });
    }

    private CompletableFuture<AgedImage> asked(String title, boolean fresh, Duration left, String site) {
        Flight mine;
        CompletableFuture<AgedImage> result = new CompletableFuture<>();
        synchronized (this) {
            Flight flying = flights.get(title);
            if (flying != null && !fresh && flying.generation == log.generation()) {
                service.usage.shared.increment();
                flying.waiting.add(result);
                return result;
            }
            mine = new Flight(log.generation(), service.now());
            mine.waiting.add(result);
            flights.put(title, mine);
        }
        service.usage.readCalls.increment();
        service.usage.charge(site);
        Duration time = service.options.call();
        service.endpoints
                .spreadsheet(
                        id.value(), TabImageReader.FIELDS, List.of(A1.tab(title).toString()))
                .within(left.compareTo(time) > 0 ? left : time)
                .start()
                .thenApply(reply -> SheetsService.decoded("table", false, () -> TabImageReader.read(reply)))
                .whenComplete((image, failure) -> arrived(title, mine, image, failure));
        return result;
    }

    private void arrived(String title, Flight flight, @Nullable TabImage image, @Nullable Throwable failure) {
        List<CompletableFuture<AgedImage>> waiting;
        synchronized (this) {
            if (flights.remove(title, flight) && image != null) {
                put(title, new Held(image, flight.generation, flight.began));
            }
            waiting = flight.ended();
        }
        // In the order in which they asked, so that writes that follow a read keep it.
        waiting.forEach(each -> {
            if (image != null) {
                each.complete(new AgedImage(image, Duration.ZERO));
            } else {
                each.completeExceptionally(
                        failure != null
                                ? cause(title, Causes.of(failure))
                                : new MalformedReplyException(
                                        SheetsService.where("table"), "sheets", "one tab", "is absent"));
            }
        });
    }

    private static Throwable cause(String title, Throwable failure) {
        boolean missing = failure instanceof RejectedException rejected
                && rejected.problem() != null
                && rejected.problem().startsWith("Unable to parse range");
        return missing
                ? new NotFoundException(
                        SheetsService.where("table"),
                        "the spreadsheet has no tab " + CellValues.shown(title)
                                + ": it may have been renamed; info() lists the tabs")
                : failure;
    }

    /** Returns the lock that all handles of a tab hold while they read, decide and write. */
    public synchronized ReentrantLock lock(String title) {
        return locks.computeIfAbsent(title.toLowerCase(Locale.ROOT), added -> new ReentrantLock(true));
    }

    /** Holds the state of a tab that a write of it has returned. */
    public void replace(String title, TabImage image) {
        synchronized (this) {
            put(title, new Held(image, log.generation(), service.now()));
        }
    }

    private void put(String title, Held image) {
        Held earlier = held.get(title);
        if (earlier != null && earlier.generation > image.generation) {
            return; // a write has given a later state meanwhile
        }
        held.put(title, image);
        if (held.size() > MOST_TABS) {
            held.remove(held.keySet().iterator().next());
        }
    }

    /** Forgets all tabs; one that is under way is not held. */
    synchronized void drop() {
        held.clear();
        flights.clear();
    }

    void close() {
        List<CompletableFuture<AgedImage>> waiting = new ArrayList<>();
        synchronized (this) {
            flights.values().forEach(flight -> waiting.addAll(flight.ended()));
            flights.clear();
        }
        waiting.forEach(each -> each.completeExceptionally(
                new CancelledException(SheetsService.where("table"), "the client is closed")));
    }

    /**
     * A tab and its age.
     *
     * @param image the tab
     * @param age the time since it was read
     */
    public record AgedImage(TabImage image, Duration age) {}

    private record Held(TabImage image, long generation, long readAt) {}

    private static final class Flight {
        private final long generation;
        private final long began;
        private final List<CompletableFuture<AgedImage>> waiting = new ArrayList<>();

        Flight(long generation, long began) {
            this.generation = generation;
            this.began = began;
        }

        List<CompletableFuture<AgedImage>> ended() {
            List<CompletableFuture<AgedImage>> ended = List.copyOf(waiting);
            waiting.clear();
            return ended;
        }
    }
}

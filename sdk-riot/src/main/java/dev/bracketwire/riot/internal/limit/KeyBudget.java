// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a key may ask of a route or of an endpoint there. Guarded by the lock of its route. */
final class KeyBudget {
    // When the answer that tells the limits will come is not known; soon, most likely.
    private static final long PROBE = Duration.ofMillis(50).toNanos();

    private final String owner;
    private final LimitUsage limitUsage;
    private List<CountedWindow> windows = List.of();
    private int flying;
    private boolean known;
    private boolean probing;
    private boolean paused;
    private long until;

    KeyBudget(String owner, LimitUsage limitUsage) {
        this.owner = owner;
        this.limitUsage = limitUsage;
    }

    /** In how many nanoseconds so many more can have been had, one after the other. */
    long until(long amount, long now) {
        long wait = pause(now);
        if (probing && !known) {
            wait = Math.max(wait, PROBE);
        }
        for (int i = 0; i < windows.size(); i++) {
            wait = Math.max(wait, windows.get(i).until(amount, flying, now));
        }
        return wait;
    }

    /** Takes one; tells whether its answer is awaited to know the limits. */
    boolean take(long now) {
        flying++;
        for (int i = 0; i < windows.size(); i++) {
            windows.get(i).given(now);
        }
        boolean probe = !known;
        probing |= probe;
        return probe;
    }

    /** Gives one back that was not used. */
    void unused(boolean probe) {
        flying--;
        probing &= !probe;
    }

    /** Takes in that one came back, or never will. */
    void back(boolean probe, long now) {
        unused(probe);
        for (int i = 0; i < windows.size(); i++) {
            windows.get(i).back(now);
        }
    }

    /** Learns what is allowed; what it does not understand takes nothing of what was known. */
    void limits(RateHeader told, boolean conclusive) {
        known |= conclusive || told.size() > 0;
        if (told.size() == 0 || areKnown(told)) {
            return;
        }
        List<CountedWindow> next = new ArrayList<>(told.size());
        for (int i = 0; i < told.size(); i++) {
            next.add(window(told.seconds(i), told.number(i)));
        }
        if (!told.whole()) {
            windows.stream().filter(old -> !told.names(old.seconds())).forEach(next::add);
        }
        windows = next;
    }

    private boolean areKnown(RateHeader told) {
        boolean same = told.whole() && told.size() == windows.size();
        for (int i = 0; same && i < told.size(); i++) {
            CountedWindow countedWindow = windows.get(i);
            same = countedWindow.seconds() == told.seconds(i) && countedWindow.limit() == told.number(i);
        }
        return same;
    }

    private CountedWindow window(long seconds, long limit) {
        for (CountedWindow old : windows) {
            if (old.seconds() == seconds) {
                old.limit(limit);
                return old;
            }
        }
        CountedWindow made = new CountedWindow(seconds, limit, limitUsage);
        // What the one that knows most has seen, it has seen too.
        windows.stream()
                .reduce((one, other) -> one.seconds() >= other.seconds() ? one : other)
                .ifPresent(made::knowing);
        return made;
    }

    /** Learns how much the server has counted. */
    void counts(RateHeader told, long now) {
        for (int i = 0; i < told.size(); i++) {
            for (int j = 0; j < windows.size(); j++) {
                if (windows.get(j).seconds() == told.seconds(i)) {
                    windows.get(j).counted(told.number(i), flying, now);
                }
            }
        }
    }

    /** Does nothing for a time, or for longer where it does nothing already. */
    void pause(long nanos, long now) {
        if (nanos > 0 && (!paused || now + nanos - until > 0)) {
            until = now + nanos;
            paused = true;
        }
    }

    /** For how long nothing is done. */
    long pause(long now) {
        if (paused && until - now <= 0) {
            paused = false;
        }
        return paused ? until - now : 0;
    }

    /** What is in the way. */
    String scope(long now) {
        if (pause(now) > 0) {
            return "a pause of " + owner + " that Riot asked for";
        }
        for (CountedWindow countedWindow : windows) {
            if (countedWindow.until(1, flying, now) > 0) {
                return name(countedWindow);
            }
        }
        return windows.isEmpty() ? "the first answer that tells the limits of " + owner : name(windows.get(0));
    }

    private String name(CountedWindow countedWindow) {
        return countedWindow.limit() + " in " + Duration.ofSeconds(countedWindow.seconds()) + " of " + owner;
    }

    /** Tells what is left of each limit, and of a pause. */
    void tell(long now, Consumer<Limiter.State> into) {
        long pause = pause(now);
        if (pause > 0) {
            into.accept(new Limiter.State("pause of " + owner, 0, Duration.ofNanos(pause)));
        }
        for (CountedWindow countedWindow : windows) {
            long wait = Math.max(pause, countedWindow.until(1, flying, now));
            into.accept(new Limiter.State(
                    name(countedWindow), pause > 0 ? 0 : countedWindow.left(flying, now), Duration.ofNanos(wait)));
        }
    }

    /** What must not be forgotten, a line each. */
    void save(String prefix, long now, Consumer<String> into) {
        if (known) {
            into.accept(prefix + "\tknown");
        }
        if (pause(now) > 0) {
            into.accept(prefix + "\tpause\t" + (pause(now) / 1_000_000 + 1));
        }
        windows.forEach(countedWindow -> into.accept(prefix + "\twindow\t" + countedWindow.seconds() + "\t"
                + countedWindow.limit() + "\t" + countedWindow.image(now)));
    }

    /** Takes up what was saved at a time. */
    void recall(String[] fields, int from, long then) {
        switch (fields[from]) {
            case "known" -> known = true;
            case "pause" -> pause(Long.parseLong(fields[from + 1]) * 1_000_000, then);
            case "window" -> {
                CountedWindow countedWindow = new CountedWindow(
                        Long.parseLong(fields[from + 1]), Long.parseLong(fields[from + 2]), limitUsage);
                for (String line : fields.length > from + 3 ? fields[from + 3].split(",", 0) : new String[0]) {
                    String[] parts = line.split("/", -1);
                    if (parts.length == 3) {
                        countedWindow.log(
                                then - Long.parseLong(parts[0]) * 1_000_000,
                                Long.parseLong(parts[1]),
                                Long.parseLong(parts[2]));
                    }
                }
                List<CountedWindow> more = new ArrayList<>(windows);
                more.removeIf(old -> old.seconds() == countedWindow.seconds());
                more.add(countedWindow);
                windows = more;
            }
            default -> throw new IllegalArgumentException("\"" + fields[from] + "\" is unknown");
        }
    }
}

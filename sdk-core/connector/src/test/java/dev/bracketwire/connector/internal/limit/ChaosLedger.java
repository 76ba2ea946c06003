// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a limiter granted at one host, in the order of time, without what came back unused. */
final class ChaosLedger {
    private static final int SLICES = 128;

    private final String host;
    private final List<Limit> limits;
    private final List<Grant> grants = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();

    ChaosLedger(String host, List<Limit> limits) {
        this.host = host;
        this.limits = limits;
    }

    String host() {
        return host;
    }

    synchronized void add(Grant grant) {
        grants.add(grant);
    }

    synchronized void remove(Grant grant) {
        grants.removeIf(one -> one == grant);
    }

    synchronized void pause(long from, Duration length) {
        pauses.add(new Pause(from, from + length.toNanos()));
    }

    /** Compares with what the limiter says is left of one of its limits; it may be short by what shares a slice. */
    synchronized void compare(ChaosRun run, Limiter.State state, long now) {
        for (Limit limit : limits) {
            if (state.scope().equals(limit + " of " + host)) {
                long length = limit.window().toNanos();
                long most = limit.units() - units(now, length);
                long least = limit.units() - units(now, length + length / SLICES);
                if (state.left() > most) {
                    run.broken("overshoot", state + ", but only " + most + " are");
                }
                if (state.left() < least) {
                    run.broken("lost", state + ", but " + least + " should be");
                }
            }
        }
    }

    private long units(long now, long length) {
        long units = 0;
        for (int i = grants.size() - 1; i >= 0 && now - grants.get(i).at < length; i--) {
            units += grants.get(i).weight;
        }
        return units;
    }

    /** Slides each window over all grants, and looks for grants within a pause. */
    synchronized void check(ChaosRun run) {
        for (Limit limit : limits) {
            long units = 0;
            int first = 0;
            for (Grant last : grants) {
                units += last.weight;
                while (last.at - grants.get(first).at >= limit.window().toNanos()) {
                    units -= grants.get(first++).weight;
                }
                if (units > limit.units()) {
                    run.broken("overshoot", units + " in " + limit.window() + " before " + last.at + " at " + host);
                }
            }
        }
        for (Pause pause : pauses) {
            grants.stream()
                    .filter(grant -> grant.at > pause.from && grant.at < pause.until)
                    .forEach(grant -> run.broken("early", "at " + grant.at + ", within " + pause + " of " + host));
        }
    }

    /** One permit, which others cannot be equal to. */
    static final class Grant {
        private final long at;
        private final int weight;
        private final Limiter.Permit permit;

        Grant(long at, int weight, Limiter.Permit permit) {
            this.at = at;
            this.weight = weight;
            this.permit = permit;
        }

        Limiter.Permit permit() {
            return permit;
        }
    }

    private record Pause(long from, long until) {}
}

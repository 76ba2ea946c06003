// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import java.util.ArrayList;
import java.util.List;

/** What no client can beat that keeps limits whose windows begin with their first request. */
final class Bound {
    private final double length;
    private final long limit;
    private double begun;
    private long used;

    private Bound(double length, long limit) {
        this.length = length;
        this.limit = limit;
    }

    /** In how many seconds so many calls can have been answered, where each window waits for one answer. */
    static double of(int calls, String application, String method, double delay) {
        List<Bound> windows = new ArrayList<>();
        for (String each : (application + "," + method).split(",", -1)) {
            String[] parts = each.split(":", -1);
            windows.add(new Bound(Double.parseDouble(parts[1]), Long.parseLong(parts[0])));
        }
        double now = 0;
        for (int i = 0; i < calls; i++) {
            for (Bound window : windows) {
                now = Math.max(now, window.free(now));
            }
            for (Bound window : windows) {
                window.take(now);
            }
        }
        double shortest =
                windows.stream().mapToDouble(window -> window.length).min().orElse(1);
        return now + delay * (Math.floor(now / shortest) + 1);
    }

    private double free(double now) {
        return used < limit || now >= begun + length ? now : begun + length;
    }

    private void take(double now) {
        if (used == 0 || now >= begun + length) {
            begun = now;
            used = 0;
        }
        used++;
    }
}

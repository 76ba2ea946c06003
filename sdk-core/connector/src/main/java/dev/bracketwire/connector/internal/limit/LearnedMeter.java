// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.LimitReport;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A budget learned from replies. Until the first reply reports it, only one attempt at a time is sent. */
final class LearnedMeter implements BudgetMeter {
    // When the answer to the one that is out will come is not known; soon, most likely.
    private static final long PROBE = Duration.ofMillis(50).toNanos();

    private final String owner;
    private final LimiterPause limiterPause;
    private final Map<Duration, SlidingWindow> windows = new TreeMap<>();
    private @Nullable ReportedAllowance reportedAllowance;
    private boolean known;
    private boolean probing;
    private long probe;

    LearnedMeter(String owner) {
        this.owner = owner;
        this.limiterPause = new LimiterPause(owner);
    }

    /** Learns from a reply. */
    void learn(LimitReport limitReport, boolean conclusive, Limiter.Clock clock) {
        long now = clock.nanos();
        if (!limitReport.limits().isEmpty()) {
            windows.keySet()
                    .retainAll(limitReport.limits().stream()
                            .map(used -> used.limit().window())
                            .toList());
        }
        for (LimitReport.Used used : limitReport.limits()) {
            Limit limit = used.limit();
            windows.computeIfAbsent(limit.window(), length -> new SlidingWindow(limit, owner))
                    .correct(limit.units(), used.units(), now);
        }
        LimitReport.Left left = limitReport.left();
        if (left != null && reportedAllowance != null) {
            reportedAllowance.correct(left, now);
        } else if (left != null) {
            reportedAllowance = new ReportedAllowance(owner, left, now);
        }
        known |= conclusive || left != null || !limitReport.limits().isEmpty();
        limiterPause.learn(limitReport.throttled(), limitReport.pause(), conclusive, clock);
    }

    private boolean unknown(long now) {
        return !known || (reportedAllowance != null && reportedAllowance.unknown(now));
    }

    @Override
    public void back(long taken) {
        probing &= taken != probe;
    }

    private Collection<BudgetMeter> meters() {
        List<BudgetMeter> all = new ArrayList<>(windows.values());
        if (reportedAllowance != null) {
            all.add(reportedAllowance);
        }
        return all;
    }

    @Override
    public String name(long now) {
        if (limiterPause.left(now) > 0) {
            return limiterPause.scope();
        }
        for (BudgetMeter budgetMeter : meters()) {
            if (budgetMeter.until(1, now) > 0) {
                return budgetMeter.name(now);
            }
        }
        return !probing ? owner : "the first answer that tells the limits of " + owner;
    }

    @Override
    public long most() {
        return meters().stream().mapToLong(BudgetMeter::most).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public long until(long amount, long now) {
        long wait = limiterPause.left(now);
        if (probing && unknown(now)) {
            wait = Math.max(wait, PROBE);
        }
        for (SlidingWindow slidingWindow : windows.values()) {
            wait = Math.max(wait, slidingWindow.until(amount, now));
        }
        return reportedAllowance == null ? wait : Math.max(wait, reportedAllowance.until(amount, now));
    }

    @Override
    public void take(long amount, long now) {
        if (unknown(now)) {
            probing = true;
            probe = now;
        }
        meters().forEach(budgetMeter -> budgetMeter.take(amount, now));
    }

    @Override
    public void giveBack(long amount, long taken) {
        meters().forEach(budgetMeter -> budgetMeter.giveBack(amount, taken));
    }

    @Override
    public boolean blank(long now) {
        return !probing
                && limiterPause.left(now) == 0
                && meters().stream().allMatch(budgetMeter -> budgetMeter.blank(now));
    }

    @Override
    public void tell(long outer, long now, Consumer<Limiter.State> into) {
        long wait = Math.max(outer, limiterPause.left(now));
        if (meters().isEmpty() && wait > 0) {
            into.accept(limiterPause.state(now));
        }
        meters().forEach(budgetMeter -> budgetMeter.tell(wait, now, into));
    }

    @Override
    public Map<String, Object> image(long now) {
        Map<String, Object> image = new HashMap<>();
        List<Object> limits = new ArrayList<>();
        windows.forEach((length, slidingWindow) -> limits.add(Map.of(
                "units", slidingWindow.most(), "window", length.toString(), "counted", slidingWindow.image(now))));
        image.put("known", known);
        image.put("limits", limits);
        if (reportedAllowance != null) {
            image.put("allowance", reportedAllowance.image(now));
        }
        image.put("pause", limiterPause.left(now) / 1_000_000);
        return image;
    }

    @Override
    public void recall(Map<?, ?> image, long now) {
        for (Object each : JsonFields.list(image.get("limits"))) {
            Map<?, ?> saved = JsonFields.map(each);
            Limit limit = Limit.of(
                    JsonFields.number(saved.get("units")), Duration.parse(JsonFields.text(saved.get("window"))));
            SlidingWindow slidingWindow = new SlidingWindow(limit, owner);
            slidingWindow.recall(JsonFields.map(saved.get("counted")), now);
            windows.put(limit.window(), slidingWindow);
        }
        if (image.get("allowance") != null) {
            Map<?, ?> saved = JsonFields.map(image.get("allowance"));
            reportedAllowance = new ReportedAllowance(
                    owner, new LimitReport.Left(1, JsonFields.number(saved.get("of")), Duration.ZERO), now);
            reportedAllowance.recall(saved, now);
        }
        known = image.get("known") == Boolean.TRUE;
        limiterPause.until(now, JsonFields.number(image.get("pause")) * 1_000_000);
    }
}

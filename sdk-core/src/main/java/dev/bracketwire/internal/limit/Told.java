// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Lesson;
import dev.bracketwire.connector.Limit;
import dev.bracketwire.connector.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What replies have told of a budget. Before the first one does, one attempt at a time finds out. */
final class Told implements Meter {
    // When the answer to the one that is out will come is not known; soon, most likely.
    private static final long PROBE = Duration.ofMillis(50).toNanos();

    private final String owner;
    private final Pause pause;
    private final Map<Duration, Window> windows = new TreeMap<>();
    private @Nullable Allowance allowance;
    private boolean known;
    private boolean probing;
    private long probe;

    Told(String owner) {
        this.owner = owner;
        this.pause = new Pause(owner);
    }

    /** Learns from a reply. */
    void learn(Lesson lesson, boolean conclusive, Limiter.Clock clock) {
        long now = clock.nanos();
        if (!lesson.limits().isEmpty()) {
            windows.keySet()
                    .retainAll(lesson.limits().stream()
                            .map(used -> used.limit().window())
                            .toList());
        }
        for (Lesson.Used used : lesson.limits()) {
            Limit limit = used.limit();
            windows.computeIfAbsent(limit.window(), length -> new Window(limit, owner))
                    .correct(limit.units(), used.units(), now);
        }
        Lesson.Left left = lesson.left();
        if (left != null && allowance != null) {
            allowance.correct(left, now);
        } else if (left != null) {
            allowance = new Allowance(owner, left, now);
        }
        known |= conclusive || left != null || !lesson.limits().isEmpty();
        pause.learn(lesson.throttled(), lesson.pause(), conclusive, clock);
    }

    private boolean unknown(long now) {
        return !known || (allowance != null && allowance.unknown(now));
    }

    @Override
    public void back(long taken) {
        probing &= taken != probe;
    }

    private Collection<Meter> meters() {
        List<Meter> all = new ArrayList<>(windows.values());
        if (allowance != null) {
            all.add(allowance);
        }
        return all;
    }

    @Override
    public String name(long now) {
        if (pause.left(now) > 0) {
            return pause.scope();
        }
        for (Meter meter : meters()) {
            if (meter.until(1, now) > 0) {
                return meter.name(now);
            }
        }
        return !probing ? owner : "the first answer that tells the limits of " + owner;
    }

    @Override
    public long most() {
        return meters().stream().mapToLong(Meter::most).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public long until(long amount, long now) {
        long wait = pause.left(now);
        if (probing && unknown(now)) {
            wait = Math.max(wait, PROBE);
        }
        for (Window window : windows.values()) {
            wait = Math.max(wait, window.until(amount, now));
        }
        return allowance == null ? wait : Math.max(wait, allowance.until(amount, now));
    }

    @Override
    public void take(long amount, long now) {
        if (unknown(now)) {
            probing = true;
            probe = now;
        }
        meters().forEach(meter -> meter.take(amount, now));
    }

    @Override
    public void giveBack(long amount, long taken) {
        meters().forEach(meter -> meter.giveBack(amount, taken));
    }

    @Override
    public boolean blank(long now) {
        return !probing && pause.left(now) == 0 && meters().stream().allMatch(meter -> meter.blank(now));
    }

    @Override
    public void tell(long outer, long now, Consumer<Limiter.State> into) {
        long wait = Math.max(outer, pause.left(now));
        if (meters().isEmpty() && wait > 0) {
            into.accept(pause.state(now));
        }
        meters().forEach(meter -> meter.tell(wait, now, into));
    }

    @Override
    public Map<String, Object> image(long now) {
        Map<String, Object> image = new HashMap<>();
        List<Object> limits = new ArrayList<>();
        windows.forEach((length, window) ->
                limits.add(Map.of("units", window.most(), "window", length.toString(), "counted", window.image(now))));
        image.put("known", known);
        image.put("limits", limits);
        if (allowance != null) {
            image.put("allowance", allowance.image(now));
        }
        image.put("pause", pause.left(now) / 1_000_000);
        return image;
    }

    @Override
    public void recall(Map<?, ?> image, long now) {
        for (Object each : Images.list(image.get("limits"))) {
            Map<?, ?> saved = Images.map(each);
            Limit limit = Limit.of(Images.number(saved.get("units")), Duration.parse(Images.text(saved.get("window"))));
            Window window = new Window(limit, owner);
            window.recall(Images.map(saved.get("counted")), now);
            windows.put(limit.window(), window);
        }
        if (image.get("allowance") != null) {
            Map<?, ?> saved = Images.map(image.get("allowance"));
            allowance = new Allowance(owner, new Lesson.Left(1, Images.number(saved.get("of")), Duration.ZERO), now);
            allowance.recall(saved, now);
        }
        known = image.get("known") == Boolean.TRUE;
        pause.until(now, Images.number(image.get("pause")) * 1_000_000);
    }
}

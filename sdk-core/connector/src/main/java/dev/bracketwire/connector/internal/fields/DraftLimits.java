// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code RateLimit} and {@code RateLimit-Policy}, which are structured fields. */
final class DraftLimits {
    private DraftLimits() {}

    /** Today's draft, {@code "default";r=50;t=30}, or an older one, {@code limit=100, remaining=50, reset=50}. */
    static List<RateWindow> states(Function<String, List<String>> headers) {
        List<String> lines = headers.apply("ratelimit");
        try {
            List<RateWindow> states = new ArrayList<>();
            for (FieldMember fieldMember : StructuredFields.parseList(lines)) {
                states.add(RateWindow.ofRequests(
                        name(fieldMember),
                        null,
                        required(count(fieldMember.param("r"))),
                        null,
                        seconds(fieldMember.param("t"))));
            }
            return states;
        } catch (FieldSyntaxException e) {
            return olderState(lines);
        }
    }

    /** Today's draft, {@code "default";q=100;w=10}, or an older one, {@code 100;w=10}. */
    static List<RateWindow> policies(Function<String, List<String>> headers) {
        try {
            List<RateWindow> policies = new ArrayList<>();
            for (FieldMember fieldMember : StructuredFields.parseList(headers.apply("ratelimit-policy"))) {
                policies.add(policy(fieldMember));
            }
            return policies;
        } catch (FieldSyntaxException e) {
            return List.of();
        }
    }

    private static List<RateWindow> olderState(List<String> lines) {
        try {
            Map<String, FieldMember> members = StructuredFields.parseDictionary(lines);
            Long limit = count(value(members.get("limit")));
            Long remaining = count(value(members.get("remaining")));
            Duration reset = seconds(value(members.get("reset")));
            RateWindow state = RateWindow.ofRequests("", limit, remaining, null, reset);
            return state.isState() ? List.of(state) : List.of();
        } catch (FieldSyntaxException e) {
            return List.of();
        }
    }

    private static RateWindow policy(FieldMember fieldMember) {
        Duration window = seconds(fieldMember.param("w"));
        if (value(fieldMember) instanceof BareItem.Int) {
            return RateWindow.ofRequests("", count(value(fieldMember)), null, window, null);
        }
        String unit = fieldMember.param("qu") instanceof BareItem.Text text ? text.value() : RateWindow.REQUESTS;
        return new RateWindow(name(fieldMember), unit, required(count(fieldMember.param("q"))), null, window, null);
    }

    private static String name(FieldMember fieldMember) {
        BareItem value = value(fieldMember);
        if (value instanceof BareItem.Text text) {
            return text.value();
        } else if (value instanceof BareItem.Token token) {
            return token.value();
        }
        throw new FieldSyntaxException("a limit has a name");
    }

    /** A count, or null if it is absent. */
    static @Nullable Long count(@Nullable BareItem value) {
        if (value == null) {
            return null;
        } else if (value instanceof BareItem.Int number && number.value() >= 0) {
            return number.value();
        }
        throw new FieldSyntaxException("a count is an integer and not negative");
    }

    /** A duration, or null if it is absent. */
    static @Nullable Duration seconds(@Nullable BareItem value) {
        Long seconds = count(value);
        if (seconds == null) {
            return null;
        } else if (seconds <= RateWindows.LONGEST.toSeconds()) {
            return Duration.ofSeconds(seconds);
        }
        throw new FieldSyntaxException("a window is at most a year");
    }

    static @Nullable BareItem value(@Nullable FieldMember fieldMember) {
        return fieldMember instanceof FieldMember.Item item ? item.value() : null;
    }

    static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new FieldSyntaxException("a limit says how much");
        }
        return value;
    }
}

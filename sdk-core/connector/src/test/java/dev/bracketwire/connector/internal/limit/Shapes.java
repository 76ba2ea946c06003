// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.LimitReport;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The limits of platforms whose ways differ most, each as a user would put it down. */
final class Shapes {
    private Shapes() {}

    /** Two budgets, both told by replies in windows and with what is used: of the key at a host, and of each method there. */
    static Limiter riot() {
        return Limiter.builder()
                .learned(
                        ask -> "application at " + ask.host(),
                        (ask, reply) -> windows(reply, "X-App-Rate-Limit", List.of("application")))
                .learned(
                        ask -> ask.request().template() + " at " + ask.host(),
                        (ask, reply) -> windows(reply, "X-Method-Rate-Limit", List.of("method", "service", "")))
                .build();
    }

    private static LimitReport windows(Reply reply, String header, List<String> types) {
        LimitReport limitReport = LimitReport.none();
        Map<String, Long> counts = pairs(reply.header(header + "-Count").orElse(""));
        for (Map.Entry<String, Long> limit :
                pairs(reply.header(header).orElse("")).entrySet()) {
            Duration window = Duration.ofSeconds(Long.parseLong(limit.getKey()));
            limitReport =
                    limitReport.limit(Limit.of(limit.getValue(), window), counts.getOrDefault(limit.getKey(), 0L));
        }
        boolean mine = reply.status() == 429
                && types.contains(reply.header("X-Rate-Limit-Type").orElse(""));
        return mine ? limitReport.pausing(seconds(reply, "Retry-After")) : limitReport;
    }

    private static Map<String, Long> pairs(String header) {
        Map<String, Long> pairs = new HashMap<>();
        for (String pair : header.isEmpty() ? new String[0] : header.split(",", -1)) {
            String[] parts = pair.split(":", 2);
            pairs.put(parts[1], Long.parseLong(parts[0]));
        }
        return pairs;
    }

    /** A limit of all, and budgets that only the answer names: routes share them, but not for different channels. */
    static Limiter discord() {
        return Limiter.builder()
                .limit(Limit.of(45, Duration.ofMillis(1_100)), Shapes::bot)
                .learned(
                        Shapes::bot,
                        (ask, reply) ->
                                scope(reply).equals("global") ? pause(LimitReport.none(), reply) : LimitReport.none())
                .learned(ask -> ask.request() + " " + major(ask), Shapes::bucket)
                .build();
    }

    private static String bot(Limiter.Ask ask) {
        return ask.request().template().startsWith("/interactions/") ? "interactions" : "bot " + ask.principal();
    }

    private static LimitReport bucket(Limiter.Ask ask, Reply reply) {
        LimitReport limitReport = LimitReport.none();
        if (reply.header("X-RateLimit-Bucket").isPresent()) {
            limitReport = limitReport
                    .sharing(reply.header("X-RateLimit-Bucket").orElseThrow() + " " + major(ask))
                    .left(
                            Long.parseLong(reply.header("X-RateLimit-Remaining").orElseThrow()),
                            Long.parseLong(reply.header("X-RateLimit-Limit").orElseThrow()),
                            seconds(reply, "X-RateLimit-Reset-After"));
        }
        return reply.status() == 429 && !scope(reply).equals("global") ? pause(limitReport, reply) : limitReport;
    }

    private static String scope(Reply reply) {
        return reply.header("X-RateLimit-Scope").orElse("");
    }

    private static LimitReport pause(LimitReport limitReport, Reply reply) {
        return limitReport.pausing(seconds(reply, "Retry-After"));
    }

    private static String major(Limiter.Ask ask) {
        String[] parts = ask.request().path().split("/", -1);
        return List.of("channels", "guilds", "webhooks").contains(parts[1]) ? parts[2] : "";
    }

    /** Two fixed budgets, of the project and of each of its users, for reads and writes apart; some requests weigh more. */
    static Limiter sheets() {
        return Limiter.builder()
                .limit(Limit.of(300, Duration.ofMinutes(1)), Shapes::kind)
                .limit(Limit.of(60, Duration.ofMinutes(1)), ask -> kind(ask) + " of " + ask.principal())
                .build();
    }

    private static String kind(Limiter.Ask ask) {
        boolean read =
                ask.request().method().equals("GET") || ask.request().template().endsWith("ByDataFilter");
        return read ? "reads" : "writes";
    }

    private static Duration seconds(Reply reply, String header) {
        return Duration.ofMillis(
                Math.round(Double.parseDouble(reply.header(header).orElse("1")) * 1000));
    }
}

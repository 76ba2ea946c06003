// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.webhookoutbox;

import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Shows that no event is lost. A process publishes matches to a receiver and ends itself in the middle, within a transaction;
 * a second process goes on. The receiver counts. It needs no account and no network.
 */
public final class WebhookOutbox {
    private static final int MATCHES = 100;
    private static final int FATAL = 60;
    private static final Pattern MATCH = Pattern.compile("\"match\":(\\d+)");

    private WebhookOutbox() {}

    /** Runs the example. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("webhook-outbox");
        try (FakeReceiver receiver = FakeReceiver.start()) {
            receiver.all().behaves(Behavior.ok().after(Duration.ofMillis(50)));
            runPublisher(folder, receiver, FATAL, MatchPublisher.EXIT);
            System.out.println(
                    "the publisher ended itself with " + MatchPublisher.EXIT + " in the transaction of match " + FATAL);
            System.out.println("received by then: " + matches(receiver).size() + " of " + (FATAL - 1) + " published");
            runPublisher(folder, receiver, 0, 0);
            System.out.println("the publisher ran again and ended with 0");
            count(receiver.received());
        } finally {
            delete(folder);
        }
    }

    private static void count(List<ReceivedWebhook> received) {
        Map<Integer, List<ReceivedWebhook>> byMatch =
                received.stream().collect(Collectors.groupingBy(WebhookOutbox::match));
        long lost = IntStream.rangeClosed(1, MATCHES)
                .filter(each -> !byMatch.containsKey(each))
                .count();
        List<List<ReceivedWebhook>> twice =
                byMatch.values().stream().filter(each -> each.size() > 1).toList();
        boolean sameId = byMatch.values().stream()
                .allMatch(each ->
                        each.stream().map(ReceivedWebhook::id).distinct().count() == 1);
        System.out.println("published " + MATCHES + ", received " + byMatch.size() + ", lost " + lost);
        System.out.println("received twice: " + twice.size()
                + (sameId ? ", always with the same webhook-id" : ", WITH ANOTHER webhook-id"));
    }

    private static Set<Integer> matches(FakeReceiver receiver) {
        return receiver.received().stream().map(WebhookOutbox::match).collect(Collectors.toCollection(TreeSet::new));
    }

    private static int match(ReceivedWebhook webhook) {
        Matcher match = MATCH.matcher(webhook.text());
        if (!match.find()) {
            throw new IllegalStateException("an event without a match: " + webhook);
        }
        return Integer.parseInt(match.group(1));
    }

    /** Runs a publisher in a process of its own, which must end with this exit code. */
    private static void runPublisher(Path folder, FakeReceiver receiver, int fatal, int expected)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MatchPublisher.class.getName(),
                folder.resolve("league.db").toString(),
                receiver.uri("/hooks").toString(),
                Integer.toString(MATCHES),
                Integer.toString(fatal));
        // An example's key. Yours comes from: openssl rand -base64 32
        builder.environment().put("STORE_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        int exit =
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        if (exit != expected) {
            throw new IllegalStateException("the publisher ended with " + exit);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder)) {
            paths = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}

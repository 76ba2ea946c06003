// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Records each delivery that a receiver read, and how many kills there were before it. */
final class DeliveryLedger implements AutoCloseable {
    private static final Pattern DATA = Pattern.compile("\"data\":\\{.*?}");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

    final FakeReceiver receiver = FakeReceiver.builder().keepLast(0).start();
    private final Map<String, Received> received = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Integer> lastOfKey = new HashMap<>();
    private final Map<Integer, Integer> repeatedAcrossKill = new HashMap<>();
    private int kills;
    private int repeatedWithoutKill;
    private int otherId;
    private int otherBody;
    private int misordered;

    private record Received(int kills, int body) {}

    DeliveryLedger() {
        receiver.all().behavesBy(this::record);
    }

    private synchronized Behavior record(ReceivedWebhook webhook) {
        String id = webhook.id().orElseThrow();
        String path = webhook.path();
        String data = first(DATA, webhook.text(), 0);
        Received now = new Received(kills, Arrays.hashCode(webhook.body()));
        Received before = received.putIfAbsent(path + " " + id, now);
        if (before == null) {
            String known = ids.putIfAbsent(path + " " + data, id);
            otherId += known == null ? 0 : 1;
            if (path.equals("/ordered")) {
                int n = Integer.parseInt(first(NUMBER, data, 1));
                Integer last = lastOfKey.put(first(KEY, data, 1), n);
                misordered += last != null && last > n ? 1 : 0;
            }
        } else {
            otherBody += before.body == now.body ? 0 : 1;
            if (before.kills == now.kills) {
                repeatedWithoutKill++;
            } else {
                repeatedAcrossKill.merge(before.kills, 1, Integer::sum);
                received.put(path + " " + id, now);
            }
        }
        int delay = ThreadLocalRandom.current().nextInt(40) - 20;
        return delay > 0 ? Behavior.ok().after(Duration.ofMillis(delay)) : Behavior.ok();
    }

    private static String first(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("not an event of this suite: " + text);
        }
        return matcher.group(group);
    }

    int port() {
        return receiver.port();
    }

    /** Notes that a node is dead, once everything it sent was read. */
    void killed(ChaosRun run) {
        if (!ChaosRun.settles(() -> receiver.openConnections() == 0)) {
            run.broken("survivors", "a connection of a dead process stays open");
        }
        synchronized (this) {
            kills++;
        }
    }

    /** Returns those of these deliveries that were not received. */
    synchronized Set<String> missing(Set<String> deliveries) {
        Set<String> missing = new HashSet<>(deliveries);
        missing.removeAll(received.keySet());
        return missing;
    }

    synchronized boolean has(String delivery) {
        return received.containsKey(delivery);
    }

    /** Returns how many different deliveries there were. */
    synchronized int size() {
        return received.size();
    }

    /**
     * Counts duplicates, and those that no kill explains.
     *
     * @param atOnce how many attempts a node may have under way
     * @param again how many attempts are repeated without a kill: those that failed by the log, or whose node was paused
     */
    synchronized void report(ChaosRun run, int atOnce, long again) {
        int across =
                repeatedAcrossKill.values().stream().mapToInt(Integer::intValue).sum();
        run.count("duplicates", across + (long) repeatedWithoutKill);
        run.count("found", received.size());
        repeatedAcrossKill.forEach((epoch, count) -> {
            if (count > atOnce) {
                run.broken("unexplained", count + " deliveries of the node before kill " + epoch + " came again");
            }
        });
        if (repeatedWithoutKill > again) {
            run.broken("unexplained", repeatedWithoutKill + " came again without a kill, not " + again);
        }
        if (otherId > 0) {
            run.broken("other-id", otherId + " events came under two ids");
        }
        if (otherBody > 0) {
            run.broken("other-body", otherBody + " messages came with two bodies");
        }
        if (misordered > 0) {
            run.broken("misordered", misordered + " events of a key came after a later one");
        }
    }

    @Override
    public void close() {
        receiver.close();
    }
}

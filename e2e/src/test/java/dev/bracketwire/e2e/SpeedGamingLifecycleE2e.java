// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.speedgaming.CalendarFeed;
import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.Received;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays nine steps of a schedule to two processes that share one PostgreSQL: first, identical, crew flags, a move, an id on
 * Discord, another player, a match that vanishes, an empty list, and a return out of the window. The process that holds the
 * lease is stopped past it before the move. Rows, webhooks and the calendar, which ical.js reads, end as stated.
 */
class SpeedGamingLifecycleE2e {
    private static final Instant FIRST = Instant.parse("2026-09-01T18:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Map<String, Process> nodes = new HashMap<>();
    private FakeSpeedGaming fake;
    private ScheduleImport schedule;

    @Test
    void lifecycle_throughTwoProcesses_endsInTheStatedRowsWebhooksAndCalendar() throws Exception {
        long began = System.currentTimeMillis();
        FastClock clock = new FastClock(began);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
                FakeSpeedGaming source = FakeSpeedGaming.builder().clock(clock).start();
                FakeReceiver receiver = FakeReceiver.start()) {
            fake = source;
            String url = postgres.getJdbcUrl("postgres", "postgres");
            FakeEpisode one = fake.episode(70001).event("examplecup").at(FIRST);
            one.match1(match -> match.title("Round 1"))
                    .player("Alpha", player -> player.discordId("472785637984960513"))
                    .player("Beta")
                    .commentator("Carol")
                    .channel("speedgaming");
            FakeEpisode two = fake.episode(70002)
                    .event("examplecup")
                    .at(FIRST.plus(Duration.ofDays(1)))
                    .player("Alpha", player -> player.discordId("472785637984960513"))
                    .player("Gamma");
            try (Database db = ScheduleNode.database(url);
                    Webhooks hooks = ScheduleNode.hooks(db, receiver.port())
                            .publishOnly()
                            .open();
                    SpeedGaming speedGaming =
                            ScheduleNode.client("watch", fake.uri(), db, clock).build();
                    ScheduleImport watch =
                            ScheduleImport.builder(speedGaming, db).clock(clock).open()) {
                schedule = watch;
                hooks.subscribe(SubscriptionOptions.to(receiver.uri("/hooks"))).get();
                schedule.enable(TournamentFeed.of("examplecup")).get();
                for (String name : List.of("first", "second")) {
                    nodes.put(name, start(name, began, url, receiver.port()));
                }
                playSteps(one, two);
                awaitWebhooks(receiver);
                assertRows();
                assertCalendar();
                // The budget is shared by the nodes, and counts from the reply.
                fake.assertSpacing(Duration.ofSeconds(60));
                assertThat(fake.unexpected()).isEmpty();
            } finally {
                nodes.values().forEach(Process::destroyForcibly); // the database waits for their connections
            }
        } finally {
            clock.shutdownNow();
        }
    }

    private void playSteps(FakeEpisode one, FakeEpisode two) throws Exception {
        await("the first schedule", () -> all().size() == 2);
        List<ScheduledMatch> rows = all();
        awaitRequests(2);
        assertThat(all()).isEqualTo(rows);

        one.removeSignUps("Carol")
                .commentator("Carol", signUp -> signUp.approved(true).ready(true));
        await("the flags of the crew", () -> match(1).crew().stream().allMatch(CrewMember::approved));

        String holder = lastNode();
        signal(holder, "STOP");
        one.at(FIRST.plus(Duration.ofHours(3)));
        await(
                "the move, by the other node",
                () -> FIRST.plus(Duration.ofHours(3)).equals(match(1).times().raceStart()));
        assertThat(lastNode()).isNotEqualTo(holder);
        signal(holder, "CONT");

        fake.players("Beta", player -> player.discordId("555555555555555555"));
        long beta = player(1, "Beta").person();
        await(
                "the id on Discord",
                () -> "555555555555555555"
                        .equals(schedule.people().person(beta).get().discordId()));
        assertThat(player(1, "Beta").person()).isEqualTo(beta);

        one.swapPlayer("Alpha", "Delta");
        await(
                "the other player",
                () -> match(1).players().stream()
                        .anyMatch(player -> player.name().equals("Delta")));

        two.remove();
        await("the absence", () -> match(2).state() == MatchState.MISSING);

        one.remove();
        await("the empty list", () -> match(1).state() == MatchState.MISSING);
        assertThat(match(2).state()).isEqualTo(MatchState.MISSING);

        fake.edit(() -> {
            one.restore();
            two.restore().at(FIRST.plus(Duration.ofDays(19)));
        });
        await("the return", () -> match(2).state() == MatchState.SCHEDULED);
    }

    private List<ScheduledMatch> all() {
        return schedule.matches().list(ScheduleFilter.of("examplecup")).get();
    }

    private ScheduledMatch match(int number) {
        return all().stream()
                .filter(match -> match.source().episode() == 70000 + number)
                .findFirst()
                .orElseThrow();
    }

    private MatchPlayer player(int number, String name) {
        return match(number).players().stream()
                .filter(player -> player.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }

    private void awaitRequests(int more) {
        int before = fake.requests().size();
        await("more requests", () -> fake.requests().size() >= before + more);
    }

    /** Returns the node that sent the last request. */
    private String lastNode() {
        List<Received> requests = fake.requests();
        String agent = requests.get(requests.size() - 1).header("User-Agent").orElseThrow();
        return nodes.keySet().stream().filter(agent::contains).findFirst().orElseThrow();
    }

    private void signal(String node, String name) throws IOException, InterruptedException {
        String pid = String.valueOf(nodes.get(node).pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }

    private Process start(String name, long began, String url, int port) throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScheduleNode.class.getName(),
                        name,
                        String.valueOf(began),
                        url,
                        fake.uri().toString(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await(name, () -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return Files.readString(log).contains("open 1");
        });
        return process;
    }

    private static void awaitWebhooks(FakeReceiver receiver) {
        List<String> expected = List.of(
                "match.changed 700010 [CREW]",
                "match.changed 700010 [PLAYERS]",
                "match.changed 700010 [STATE]",
                "match.changed 700010 [STATE]",
                "match.changed 700020 [STATE]",
                "match.changed 700020 [STATE]",
                "match.created 700010 ",
                "match.created 700020 ",
                "match.rescheduled 700010 PT3H",
                "match.rescheduled 700020 PT432H");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(events(receiver)).isEqualTo(expected));
    }

    /** Returns what was received, each id once. */
    private static List<String> events(FakeReceiver receiver) {
        Map<String, String> byId = new HashMap<>();
        for (ReceivedWebhook webhook : receiver.received()) {
            try {
                JsonNode body = JSON.readTree(webhook.body());
                byId.put(
                        webhook.id().orElseThrow(),
                        body.path("type").asText() + " "
                                + body.at("/data/match").asText() + " "
                                + body.at("/data/detail").asText());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return byId.values().stream().sorted().toList();
    }

    private void assertRows() {
        assertThat(all()).hasSize(2).allSatisfy(match -> {
            assertThat(match.state()).isEqualTo(MatchState.SCHEDULED);
            assertThat(match.absence()).isNull();
        });
        assertThat(match(1).times().raceStart()).isEqualTo(FIRST.plus(Duration.ofHours(3)));
        assertThat(match(1).players()).extracting(MatchPlayer::name).containsExactlyInAnyOrder("Delta", "Beta");
        assertThat(match(2).times().raceStart()).isEqualTo(FIRST.plus(Duration.ofDays(19)));
        assertThat(match(2).players()).extracting(MatchPlayer::name).containsExactly("Alpha", "Gamma");
        assertThat(schedule.people().search("").get())
                .extracting(person -> person.name())
                .containsExactlyInAnyOrder("Alpha", "Beta", "Gamma", "Delta", "Carol");
    }

    private void assertCalendar() throws Exception {
        Path client = NodeClient.install("ical-calendar");
        Path file = client.resolve("calendar.ics");
        Files.writeString(
                file, schedule.calendar(CalendarFeed.tournament("examplecup")).get());
        String read = NodeClient.run(client, Map.of("CALENDAR", file.toString()));
        List<String[]> events = read.lines()
                .filter(line -> line.startsWith("event\t"))
                .map(line -> line.split("\t", -1))
                .toList();
        assertThat(events).hasSize(2);
        assertThat(events).extracting(event -> event[1]).doesNotHaveDuplicates();
        assertThat(events)
                .allSatisfy(event -> assertThat(Integer.parseInt(event[2])).isGreaterThanOrEqualTo(3));
        assertThat(events)
                .extracting(event -> event[3])
                .containsExactly("2026-09-01T21:00:00.000Z", "2026-09-20T18:00:00.000Z");
        assertThat(events).extracting(event -> event[5]).containsOnly("CONFIRMED");
        assertThat(events).extracting(event -> event[6]).containsExactly("Round 1", "Alpha against Gamma");
    }
}

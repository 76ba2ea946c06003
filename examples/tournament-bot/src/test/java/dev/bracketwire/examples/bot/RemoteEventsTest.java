// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RemoteEventsTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private final RemoteEvents.Listener listener = new RemoteEvents.Listener() {
        @Override
        public void changed(String tournament) {
            heard.add(tournament);
        }

        @Override
        public void messages() {
            heard.add("messages");
        }

        @Override
        public void missed() {
            heard.add("missed");
        }
    };

    private static Answer stream(String events) {
        return Answer.text(events).contentType("text/event-stream").chunked();
    }

    private static String change(int number, String topic) {
        return "event: change\nid: " + number + "\ndata: {\"number\":" + number + ",\"topic\":\"" + topic
                + "\",\"tournament\":\"cup" + number + "\"}\n\n";
    }

    @Test
    void follow_streamBreaks_goesOnAfterTheLastEvent() {
        try (FakeUpstream server = FakeUpstream.start()) {
            server.on("GET", "/events")
                    .answers(
                            stream("event: hello\nid: 7\n\n" + change(8, "entries") + "event: beat\n\n"
                                    + change(9, "messages") + change(10, "services")),
                            stream("event: reset\n\n" + change(12, "tournament")),
                            Answer.stall());
            try (RemoteDesk desk = RemoteDesk.create(server.uri(), Secret.of("token"));
                    RemoteEvents events = desk.follow(listener)) {
                assertThat(events).isNotNull();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> heard.size() == 5);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> server.received("GET", "/events").size() > 2);

                assertThat(heard).containsExactly("missed", "cup8", "messages", "missed", "cup12");
                assertThat(server.received("GET", "/events").get(0).header("Last-Event-ID"))
                        .isEmpty();
                assertThat(server.received("GET", "/events").get(1).header("Last-Event-ID"))
                        .hasValue("10");
                assertThat(server.received("GET", "/events").get(2).header("Last-Event-ID"))
                        .hasValue("12");
            }
        }
    }

    @Test
    void follow_serverRefuses_triesAgain() {
        try (FakeUpstream server = FakeUpstream.start()) {
            server.on("GET", "/events")
                    .answers(Answer.text("no").status(403), stream("event: hello\nid: 1\n\n"), Answer.stall());
            try (RemoteDesk desk = RemoteDesk.create(server.uri(), Secret.of("token"));
                    RemoteEvents events = desk.follow(listener)) {
                assertThat(events).isNotNull();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> heard.contains("missed"));
            }
        }
    }
}

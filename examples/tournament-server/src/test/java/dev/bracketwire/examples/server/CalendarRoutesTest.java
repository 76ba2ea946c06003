// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarRoutesTest {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("'DTSTART:'uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String MATCHES = "/api/tournaments/spring-cup/matches";

    private DemoSite site;
    private TestBrowser visitor;

    @BeforeAll
    void start() {
        site = DemoSite.start();
        visitor = new TestBrowser(URI.create(site.address()));
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private TestBrowser vera() throws Exception {
        return new TestBrowser(URI.create(site.address())).signIn("100000000000000012");
    }

    private Instant raceOfAnnAndBen() throws Exception {
        JsonNode matches = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(vera().get(MATCHES).body())
                .path("data")
                .path("matches");
        for (JsonNode match : matches) {
            if (match.path("label").asText().equals("Ann against Ben")) {
                return Instant.parse(match.path("raceStart").asText());
            }
        }
        throw new AssertionError(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/calendar/springcup-delayed.ics", "/calendar/springcup.ics"})
    void calendar_ofAVisitor_hasTheTimesOfTheBroadcast(String path) throws Exception {
        Instant race = raceOfAnnAndBen();

        HttpResponse<String> calendar = visitor.get(path);

        assertThat(calendar.statusCode()).isEqualTo(200);
        assertThat(calendar.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                .isEqualToIgnoringCase("text/calendar;charset=utf-8");
        assertThat(calendar.headers().firstValue("Cache-Control").orElseThrow()).contains("max-age=300");
        assertThat(calendar.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(calendar.body())
                .startsWith("BEGIN:VCALENDAR\r\n")
                .contains(UTC.format(race.plus(Duration.ofMinutes(10))))
                .doesNotContain(UTC.format(race));
        String tag = calendar.headers().firstValue("ETag").orElseThrow();
        assertThat(visitor.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void calendar_ofAViewer_hasTheTimesOfTheRacesAndIsNotShared() throws Exception {
        Instant race = raceOfAnnAndBen();

        HttpResponse<String> exact = vera().get("/calendar/springcup.ics");

        assertThat(exact.body()).contains(UTC.format(race)).doesNotContain(UTC.format(race.plusSeconds(600)));
        assertThat(exact.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        assertThat(exact.headers().allValues("Vary").toString()).contains("Cookie");
        assertThat(vera().get("/calendar/springcup-delayed.ics").body()).contains(UTC.format(race.plusSeconds(600)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/calendar/nothing.ics",
                "/calendar/nothing-delayed.ics",
                "/calendar/-delayed.ics",
                "/calendar/springcup",
                "/calendar/springcup.ics%0d%0aX:1",
                "/calendar/..%2Fspringcup.ics",
                "/calendar/",
                "/calendar"
            })
    void calendar_unknown_isNotFoundAndNotInTheAudit(String path) throws Exception {
        assertThat(visitor.get(path).statusCode()).isIn(400, 404);
        assertThat(vera().get("/api/audit").body()).doesNotContain("\"command\":\"calendar\"");
    }

    @Test
    void calendar_afterAChange_isThatOfTheMatches() throws Exception {
        TestBrowser otto = new TestBrowser(URI.create(site.address())).signIn("100000000000000011");
        otto.csrf = otto.json(otto.get("/api/session")).path("csrf").asText();
        String number = "";
        for (JsonNode each : otto.json(otto.get(MATCHES)).path("data").path("matches")) {
            number = each.path("label").asText().equals("Show match of Ann")
                    ? each.path("match").asText()
                    : number;
        }
        assertThat(number).isNotEmpty();
        assertThat(visitor.get("/calendar/springcup-delayed.ics").body()).contains("SUMMARY:Show match of Ann");

        HttpResponse<String> done = otto.change("PATCH", MATCHES + "/" + number, "{\"title\":\"Show, of Ann\"}");

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        visitor.get("/calendar/springcup-delayed.ics").body().contains("SUMMARY:Show\\, of Ann"));
    }
}

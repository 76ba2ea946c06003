// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import static dev.bracketwire.riot.internal.limit.Rig.limited;
import static dev.bracketwire.riot.internal.limit.Rig.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.connector.limit.Limiter.Refused;
import dev.bracketwire.connector.limit.Limiter.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiotLimiterTest {
    @Test
    void acquire_unknownRoute_sendsOneProbe() {
        Rig rig = new Rig();
        Permit probe = rig.permit();
        List<CompletableFuture<Permit>> others =
                Stream.generate(rig::ask).limit(63).toList();
        assertThat(others).noneMatch(CompletableFuture::isDone);
        CompletableFuture<Permit> elsewhere = rig.ask("euw1", "/a");
        assertThat(elsewhere).isDone();

        probe.answered(limited("20:1", "1000:10"));
        assertThat(others.stream().filter(CompletableFuture::isDone)).hasSize(19);
    }

    @Test
    void acquire_probeWithoutAnswer_isMadeByTheNext() {
        Rig rig = new Rig();
        Permit probe = rig.permit();
        List<CompletableFuture<Permit>> others =
                Stream.generate(rig::ask).limit(3).toList();
        probe.lost();
        assertThat(others.stream().filter(CompletableFuture::isDone)).hasSize(1);
        others.get(0).join().answered(reply(500));
        assertThat(others.stream().filter(CompletableFuture::isDone)).hasSize(2);
        others.get(1).join().answered(reply(200));
        assertThat(others).allMatch(CompletableFuture::isDone);
    }

    @Test
    void acquire_sameEndpointUnderAnotherNameOfItsPlace_isTheSame() {
        Rig rig = new Rig();
        rig.ask("europe", Request.get("/m/{matchId}", 1), Duration.ofHours(1))
                .join()
                .answered(limited("100:1", "2:1"));
        rig.ask("europe", Request.get("/m/{listed}", 1), Duration.ofHours(1)).join();
        assertThat(rig.ask("europe", Request.get("/m/{matchId}", 3), Duration.ofHours(1)))
                .isNotDone();
    }

    @Test
    void permit_comesBackAWindowAfterItsAnswer() {
        Rig rig = Rig.knowing("2:10", "100:1");
        Permit second = rig.permit();
        CompletableFuture<Permit> third = rig.ask();
        CompletableFuture<Permit> fourth = rig.ask();
        rig.pass("PT30S");
        assertThat(third).as("the first has left its window").isDone();
        assertThat(fourth).as("two are under way").isNotDone();
        second.answered(limited("2:10", "100:1"));
        rig.pass("PT9.9S");
        assertThat(fourth).isNotDone();
        rig.pass("PT0.2S");
        assertThat(fourth).isDone();
    }

    @Test
    void unused_givesTheUnitBackAtOnce() {
        Rig rig = Rig.knowing("2:10", "100:1");
        Permit second = rig.permit();
        CompletableFuture<Permit> third = rig.ask();
        second.unused();
        assertThat(third).isDone();
    }

    @Test
    void cancel_givesThePlaceBack() {
        Rig rig = Rig.knowing("2:10", "100:1");
        rig.permit();
        CompletableFuture<Permit> third = rig.ask();
        CompletableFuture<Permit> fourth = rig.ask();
        third.cancel(true);
        rig.pass("PT11S");
        assertThat(fourth).isDone();
        assertThat(rig.clock.pending()).isZero();
    }

    @Test
    void acquire_laterThanPatience_isRefusedAtOnceAndCostsNothing() {
        Rig rig = Rig.knowing("2:10", "100:1");
        rig.permit();
        Permit refused =
                rig.ask("europe", Request.get("/a"), Duration.ofSeconds(5)).join();
        assertThat(refused).isInstanceOfSatisfying(Refused.class, late -> {
            assertThat(late.scope()).isEqualTo("2 in PT10S of riot-europe");
            assertThat(late.delay()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_100));
        });
        refused.unused();
        rig.pass("PT11S");
        assertThat(rig.ask()).isDone();
    }

    @Test
    void acquire_methodAtItsLimit_holdsUpNoOther() {
        Rig rig = Rig.knowing("100:10", "1:10");
        CompletableFuture<Permit> waiting = rig.ask();
        Permit other = rig.now("europe", "/b");
        other.answered(limited("100:10", "5:10"));
        assertThat(waiting).isNotDone();
        assertThat(Stream.generate(() -> rig.ask("europe", "/b")).limit(5).filter(CompletableFuture::isDone))
                .hasSize(4);
    }

    @Test
    void acquire_background_waitsForForegroundCalls() {
        Rig rig = Rig.knowing("1:10", "100:1");
        CompletableFuture<Permit> patient = rig.ask("europe", Request.get("/a").background(), Duration.ofHours(1));
        CompletableFuture<Permit> urgent = rig.ask();
        rig.pass("PT10.1S");
        assertThat(urgent).isDone();
        assertThat(patient).isNotDone();
        urgent.join().answered(limited("1:10", "100:1"));
        rig.pass("PT10.1S");
        assertThat(patient).isDone();
    }

    @Test
    void counts_ofOthers_areTakenFor() {
        Rig rig = new Rig();
        rig.permit()
                .answered(reply(
                        200,
                        "X-App-Rate-Limit",
                        "20:1,100:120",
                        "X-App-Rate-Limit-Count",
                        "98:120,1:1",
                        "X-Method-Rate-Limit",
                        "1000:1"));
        rig.permit();
        rig.permit();
        assertThat(rig.ask()).isNotDone();
        assertThat(rig.limiter.state())
                .contains(new State("100 in PT2M of riot-europe", 0, Duration.ofMillis(120_013)));
    }

    @Test
    void counts_lowerThanKnown_areIgnored() {
        Rig rig = Rig.knowing("2:10", "100:1");
        rig.permit().answered(reply(200, "X-App-Rate-Limit", "2:10", "X-App-Rate-Limit-Count", "0:10"));
        assertThat(rig.ask()).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0:1",
                "-1:1",
                "20:0",
                "abc",
                ",",
                ":",
                "1:",
                ":1",
                "20:1:3",
                "9999999999999:10",
                "1e3:1",
                "१:1",
                "5:999999999999"
            })
    void limits_invalid_doNotRaiseTheLimits(String header) {
        Rig rig = Rig.knowing("2:10", "100:1");
        rig.permit().answered(reply(200, "X-App-Rate-Limit", header, "X-App-Rate-Limit-Count", header));
        assertThat(rig.ask()).isNotDone();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20:1,,100:120|1=20 120=100",
                "20:1,100:120,|1=20 120=100",
                " 20 : 1 , 100 : 120 |1=20 120=100",
                "100:120,20:1|1=20 120=100",
                "1:1,2:2,3:3,4:4,5:5,6:6,7:7,8:8,9:9,10:10|1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9 10=10",
                "2147483648:10|10=2147483648",
                "20:1,10:1|1=10"
            })
    void limits_inAnyForm_areUnderstood(String header, String expected) {
        assertThat(RateHeader.limits(header)).hasToString(expected);
    }

    @Test
    void limits_thatChange_areKeptFromThenOn() {
        Rig rig = Rig.knowing("3:10", "100:1");
        Permit second = rig.permit();
        second.answered(limited("2:10", "100:1"));
        assertThat(rig.ask("europe", Request.get("/a"), Duration.ofSeconds(1)).join())
                .isInstanceOf(Refused.class);
        rig.pass("PT11S");
        rig.permit().answered(limited("5:20", "100:1"));
        assertThat(Stream.generate(rig::ask).limit(6).filter(CompletableFuture::isDone))
                .hasSize(4);
    }

    @Test
    void limits_withAnotherWindow_rememberWhatWasUsed() {
        Rig rig = Rig.knowing("3:10", "100:1");
        rig.permit().answered(limited("3:60", "100:1"));
        rig.permit();
        assertThat(rig.ask()).isNotDone();
    }

    @Test
    void refusal_ofApplication_pausesTheRoute() {
        Rig rig = Rig.knowing("20:1", "100:1");
        rig.permit().answered(reply(429, "X-Rate-Limit-Type", "application", "Retry-After", "7"));
        CompletableFuture<Permit> other = rig.ask("europe", "/b");
        rig.now("euw1", "/a");
        assertThat(rig.limiter.state()).contains(new State("pause of riot-europe", 0, Duration.ofMillis(7500)));
        rig.pass("PT7.4S");
        assertThat(other).isNotDone();
        rig.pass("PT0.2S");
        assertThat(other).isDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"method", "service", "server", "", "Method", "something new"})
    void refusal_ofAnyOtherKind_pausesTheEndpoint(String type) {
        Rig rig = Rig.knowing("20:1", "100:1");
        rig.permit().answered(reply(429, "X-Rate-Limit-Type", type, "Retry-After", "5"));
        CompletableFuture<Permit> same = rig.ask();
        rig.now("europe", "/b");
        rig.pass("PT5.4S");
        assertThat(same).isNotDone();
        rig.pass("PT0.2S");
        assertThat(same).isDone();
    }

    @Test
    void refusal_ofServiceWithoutTime_backsOffTwiceAsLongEachTime() {
        Rig rig = Rig.knowing("20:1", "100:1");
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rig.permit().answered(reply(429));
            waits.add(rig.limiter.state().stream()
                    .filter(state -> state.scope().startsWith("pause"))
                    .map(State::delay)
                    .findFirst()
                    .orElseThrow());
            rig.pass("PT10S");
        }
        assertThat(waits)
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(4));
        rig.permit().answered(reply(200));
        rig.permit().answered(reply(429));
        assertThat(rig.ask("europe", Request.get("/a"), Duration.ofMillis(500))).isNotDone();
    }

    @Test
    void refusal_ofApplicationWithoutTime_waitsForTheWindowsAndASecondAtLeast() {
        Rig rig = Rig.knowing("20:1", "100:1");
        rig.permit().answered(reply(429, "X-Rate-Limit-Type", "application"));
        CompletableFuture<Permit> next = rig.ask();
        rig.pass("PT0.9S");
        assertThat(next).isNotDone();
        rig.pass("PT0.2S");
        assertThat(next).isDone();

        Rig full = Rig.knowing("2:60", "100:1");
        full.permit().answered(reply(429, "X-Rate-Limit-Type", "application"));
        CompletableFuture<Permit> late = full.ask();
        full.pass("PT59S");
        assertThat(late).isNotDone();
        full.pass("PT2S");
        assertThat(late).isDone();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.5",
        "0.5,1.0",
        "-3,0.5",
        "abc,0.5",
        "1000000000,1000000000.5",
        "'Fri, 20 Nov 2026 22:00:00 GMT',60.5"
    })
    void retryAfter_inAnyForm_isUnderstood(String value, double seconds) {
        Rig rig = Rig.knowing("20:1", "100:1");
        rig.permit().answered(reply(429, "Retry-After", value));
        assertThat(rig.ask("europe", Request.get("/a"), Duration.ZERO).join())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.delay().toMillis() / 1000.0).isEqualTo(seconds, within(0.01)));
    }

    @Test
    void retryAfter_ofASuccess_isIgnoredAndOf503PausesTheEndpoint() {
        Rig rig = Rig.knowing("20:1", "100:1");
        rig.permit().answered(reply(200, "Retry-After", "100"));
        rig.permit().answered(reply(503, "Retry-After", "3"));
        assertThat(rig.ask()).isNotDone();
        rig.now("europe", "/b");
    }

    @Test
    void spread_givesEvenly() {
        Rig rig = new Rig(new LimitUsage(true, 1));
        rig.permit().answered(limited("10:10", "100:1"));
        List<CompletableFuture<Permit>> asked =
                Stream.generate(rig::ask).limit(5).toList();
        for (int given = 1; given <= 4; given++) {
            assertThat(asked.stream().filter(CompletableFuture::isDone)).hasSize(given);
            rig.pass("PT1.01S");
        }
    }

    @Test
    void share_ofTheLimit_isNotExceeded() {
        Rig rig = new Rig(new LimitUsage(false, 0.5));
        Permit first = rig.permit();
        first.answered(reply(
                200, "X-App-Rate-Limit", "10:10", "X-App-Rate-Limit-Count", "6:10", "X-Method-Rate-Limit", "100:1"));
        List<CompletableFuture<Permit>> asked =
                Stream.generate(rig::ask).limit(9).toList();
        assertThat(asked.stream().filter(CompletableFuture::isDone)).hasSize(4);
    }

    @Test
    void restore_afterARestart_knowsWhatIsUsed() {
        Rig before = Rig.knowing("3:60", "100:1");
        before.permit().answered(reply(429, "Retry-After", "20"));
        String saved = before.limiter.save();

        Rig after = new Rig();
        after.clock.advance(Duration.ofSeconds(30));
        after.limiter.restore(saved);
        after.permit();
        assertThat(after.ask()).isNotDone();
        after.pass("PT31S");
        assertThat(after.limiter.state()).extracting(State::scope).contains("3 in PT1M of riot-europe");
        assertThat(after.ask()).isDone();

        Rig soon = new Rig();
        soon.limiter.restore(saved);
        assertThat(soon.ask()).as("it is paused").isNotDone();
        assertThat(soon.limiter.save()).contains("pause");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "bracketwire-riot-limits-1\tyesterday",
                "bracketwire-riot-limits-1\t2026-11-20T22:00:00Z\nshort",
                "bracketwire-riot-limits-1\t2026-11-20T22:00:00Z\nk\tr\t\twindow\tx\t1\t",
                "bracketwire-riot-limits-1\t2026-11-20T22:00:00Z\nk\tr\t\twindow",
                "bracketwire-riot-limits-1\t2026-11-20T22:00:00Z\nk\tr\t\tother\t1"
            })
    void restore_ofSomethingElse_isRefused(String saved) {
        RiotLimiter limiter = new RiotLimiter(LimitUsage.BURST);
        assertThatThrownBy(() -> limiter.restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be restored");
        assertThat(limiter.save()).isEmpty();
        limiter.restore("");
    }

    @Test
    void end_clockOfAnotherClientClosed_othersStillWait() {
        Rig rig = Rig.knowing("1:10", "100:1");
        Rig other = new Rig();
        CompletableFuture<Permit> gone = rig.limiter.acquire(
                new Limiter.Ask("riot-europe", "key", "localhost", Request.get("/a"), Duration.ofHours(1), other));
        CompletableFuture<Permit> stays = rig.ask();
        gone.cancel(true);
        rig.limiter.ended(other);
        rig.pass("PT10.1S");
        assertThat(stays).isDone();
    }

    @Test
    void shared_byClientsOfOneKey_untilTheLastIsClosed() {
        Limiter one = SharedLimits.of("k", "b", () -> new RiotLimiter(LimitUsage.BURST));
        assertThat(SharedLimits.of("k", "b", () -> new RiotLimiter(LimitUsage.BURST)))
                .isSameAs(one);
        Limiter other = SharedLimits.of("k", "c", () -> new RiotLimiter(LimitUsage.BURST));
        assertThat(other).isNotSameAs(one);
        SharedLimits.release("k", "c");
        SharedLimits.release("k", "c");
        SharedLimits.release("k", "b");
        assertThat(SharedLimits.of("k", "b", () -> new RiotLimiter(LimitUsage.BURST)))
                .isSameAs(one);
        SharedLimits.release("k", "b");
        SharedLimits.release("k", "b");
        assertThat(SharedLimits.of("k", "b", () -> new RiotLimiter(LimitUsage.BURST)))
                .isNotSameAs(one);
        SharedLimits.release("k", "b");
    }
}

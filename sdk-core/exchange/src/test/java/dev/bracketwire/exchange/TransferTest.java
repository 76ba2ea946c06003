// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.ConflictException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.chaos.ChaosRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class TransferTest {
    record Player(String name, int score) {}

    private static final String CSV = "Nick,score,home.city,junk\nAnn,12,Graz,x\nBob,12a,Wien,x\nCid,7,,x\n,1,,x\n";

    @TempDir
    Path folder;

    private static Transfer csv(String text) {
        return Transfer.from(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Format.csv());
    }

    private static String json(Transfer transfer) {
        var out = new ByteArrayOutputStream();
        transfer.to(out, Format.jsonLines()).get();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void to_anotherFormat_byItsSteps() throws IOException {
        Path from = folder.resolve("old.csv");
        Path to = folder.resolve("new.xml");
        Files.writeString(from, CSV);
        TransferReport report = Transfer.from(from, Format.csv())
                .rename("Nick", "name")
                .convert("score", Integer.class)
                .without("junk")
                .unflatten()
                .filter(row -> !"".equals(row.get("name")))
                .check(TableSchema.of(Column.whole("score").between(10, 20)))
                .onProblem(OnProblem.quarantine(folder.resolve("bad.jsonl")))
                .to(to, Format.xml("players", "player"))
                .get();
        assertThat(to)
                .content()
                .contains("<player><name>Ann</name><score>12</score><home><city>Graz</city></home></player>");
        assertThat(report.problems().stream().map(RowProblem::toString))
                .containsExactly(
                        "row 2 (line 3), column score: \"12a\" is no whole number this type can hold",
                        "row 3 (line 4), column score: \"7\" is not between 10 and 20");
        assertThat(report)
                .extracting(
                        TransferReport::read,
                        TransferReport::written,
                        TransferReport::filtered,
                        TransferReport::skipped,
                        TransferReport::bytes,
                        TransferReport::clean)
                .containsExactly(4L, 1L, 1L, 2L, Files.size(to), false);
        assertThat(folder.resolve("bad.jsonl")).content().contains("\"Nick\":\"Bob\"", "\"Nick\":\"Cid\"");
    }

    @Test
    void steps_shapeRows() {
        assertThat(json(csv("a.b,a.c,d\n1,2,3\n").unflatten()))
                .isEqualTo("{\"a\":{\"b\":\"1\",\"c\":\"2\"},\"d\":\"3\"}\n");
        assertThat(json(csv("a.b,a.c,d\n1,2,3\n").unflatten().flatten()))
                .isEqualTo("{\"a.b\":\"1\",\"a.c\":\"2\",\"d\":\"3\"}\n");
        assertThat(json(csv("a,a.b\n1,2\n").unflatten())).isEqualTo("\n");
        assertThat(json(csv("a,b,No.\n1,2,3\n").keep("No.", "a", "z"))).isEqualTo("{\"No.\":\"3\",\"a\":\"1\"}\n");
        assertThat(json(csv("a,b\n1,2\n").map(row -> Map.of("sum", row.get("a") + "+" + row.get("b")))))
                .isEqualTo("{\"sum\":\"1+2\"}\n");
        assertThat(json(csv("a,b,c,d\n1,yes,2026-11-21,\n")
                        .convert("a", Long.class)
                        .convert("b", Boolean.class)
                        .convert("c", LocalDate.class)
                        .convert("d", Double.class)
                        .convert("e", String.class)))
                .isEqualTo("{\"a\":1,\"b\":true,\"c\":\"2026-11-21\",\"d\":null}\n");
        assertThatThrownBy(() -> csv("").convert("a", Thread.class)).hasMessageContaining("Thread");
    }

    @Test
    void from_rowsAndCalls() {
        List<Player> players = List.of(new Player("Ann", 1), new Player("Bob", 2));
        String expected = "{\"name\":\"Ann\",\"score\":1}\n{\"name\":\"Bob\",\"score\":2}\n";
        assertThat(json(Transfer.from(players))).isEqualTo(expected);
        assertThat(json(Transfer.from(Call.done(players)))).isEqualTo(expected);
        assertThatThrownBy(() -> json(Transfer.from(players)
                        .onProblem(OnProblem.stop())
                        .check(TableSchema.of(Column.whole("score").between(2, 3)))))
                .isInstanceOf(RowException.class)
                .hasMessageContaining("row 1, column score");
    }

    @Test
    void fromAndTo_tables_moveAllRows() throws IOException {
        Path from = folder.resolve("old.csv");
        Path to = folder.resolve("new.json");
        Files.writeString(from, "name,score\nAnn,1\nBob,x\n");
        Files.writeString(to, "[]");
        Table target = Table.file(to, Format.json());
        TransferReport report = Transfer.from(Table.file(from, Format.csv()))
                .convert("score", Integer.class)
                .to(target)
                .get();
        assertThat(to).hasContent("[\n{\"name\":\"Ann\",\"score\":1}\n]");
        assertThat(report.problems()).extracting(RowProblem::row).containsExactly(2L);
        assertThat(report.written()).isEqualTo(1);
        assertThatThrownBy(Transfer.from(List.of(Map.of("a", Double.NaN))).to(target)::get)
                .isInstanceOf(RowException.class);
        assertThat(to).content().contains("Ann");
        assertThat(Files.deleteIfExists(from)).isTrue();
    }

    @Test
    void progress_isReported() {
        List<Long> told = new ArrayList<>();
        Transfer.from(IntStream.range(0, 2500).mapToObj(i -> new Player("P", i)).toList())
                .progress((rows, bytes) -> told.add(rows))
                .to(new ByteArrayOutputStream(), Format.json())
                .get();
        assertThat(told).containsExactly(1000L, 2000L, 2500L);
    }

    @Test
    void start_cancelled_leavesNoFile() {
        Path to = folder.resolve("out.csv");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Iterable<Object> endless = () -> IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> {
                    if (i == 5000) {
                        running.countDown();
                        await(goOn);
                    }
                    return (Object) new Player("P", i);
                })
                .iterator();
        CompletableFuture<TransferReport> report =
                Transfer.from(endless).to(to, Format.csv()).start();
        await(running);
        report.cancel(true);
        goOn.countDown();
        assertThat(ChaosRun.settles(() -> folder.toFile().list().length == 0)).isTrue();
        assertThat(report).isCancelled();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void get_pastTheDeadline_orInterrupted_ends() {
        Iterable<Object> endless = () -> IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> (Object) new Player("P", i))
                .iterator();
        Call<TransferReport> call = Transfer.from(endless).to(folder.resolve("out.csv"), Format.csv());
        assertThatThrownBy(() -> call.within(Duration.ofMillis(20)).get()).isInstanceOf(DeadlineException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(call::get).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void inBatches_reportsEachRowOfABatchThatFailed() {
        List<Object> taken = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> answers = Collections.synchronizedList(new ArrayList<>());
        TransferReport report = Transfer.from(
                        IntStream.range(0, 10).mapToObj(i -> new Player("P", i)).toList())
                .inBatches(
                        3,
                        2,
                        batch -> Call.of(context -> {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            CompletableFuture<Integer> answer = new CompletableFuture<>();
                            answers.add(answer);
                            if (answers.size() == 2) {
                                answers.get(1)
                                        .completeExceptionally(new ConflictException(
                                                CallException.Where.of("chests", "POST /players"), "they are there"));
                                answers.get(0).complete(1);
                                taken.addAll(batch);
                            } else if (answers.size() > 2) {
                                answer.complete(1);
                            }
                            underWay.decrementAndGet();
                            return answer;
                        }))
                .get();
        assertThat(report.written()).isEqualTo(7);
        assertThat(report.skipped()).isEqualTo(3);
        assertThat(report.problems()).extracting(RowProblem::row).containsExactly(4L, 5L, 6L);
        assertThat(report.problems().get(0).rule()).startsWith("was not taken: ");
        assertThat(most.get()).isEqualTo(1);
        assertThat(taken).hasSize(3);
    }
}

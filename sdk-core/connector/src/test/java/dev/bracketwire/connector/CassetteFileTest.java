// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.TransportException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CassetteFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                                      | is empty
                    {"cassette": 1, "entries": [                            | is not well-formed JSON (line 1, column
                    []                                                      | is no cassette
                    {"entries": []}                                         | is no cassette
                    {"cassette": 2, "entries": []}                          | is of format 2, which this version does not know
                    {"cassette": 1}                                         | has no list at entries
                    {"cassette": 1, "entries": [{}]}                        | entries[0].request.method, which is no text
                    {"cassette": 1, "entries": [{"request": {"method": "GET", "path": "/x"}}]} | entries[0].reply.status
                    {"cassette": 1, "entries": [{"request": {"method": "GET", "path": "/x"}, "failure": {"kind": "boredom"}}]} | entries[0].failure.kind, which is none of refused, unknown-host
                    {"cassette": 1, "entries": [{"request": {"method": "GET", "path": "/x", "headers": {"A": 1}}}]} | entries[0].request.headers.A, which is no text
                    {"cassette": 1, "entries": [{"request": {"method": "GET", "path": "/x"}, "reply": {"status": 200, "base64": "%"}}]} | entries[0].reply.base64
                    """)
    void create_withDamagedFile_namesFileAndPlace(String content, String place) throws IOException {
        Path file = Files.writeString(folder.resolve("damaged.json"), content);
        assertThatThrownBy(() -> Connector.create(config(Cassette.replay(file))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cassette " + file)
                .hasMessageContaining(place)
                .hasMessageContaining("record it anew");
    }

    @Test
    void create_withoutTheFile_saysHowToRecordIt() {
        Path file = folder.resolve("missing.json");
        assertThatThrownBy(() -> Connector.create(config(Cassette.replay(file))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file + " is not there: record it anew with Cassette.record");
        assertThatThrownBy(() -> Connector.create(config(Cassette.replay(folder))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void file_writtenByHand_isReplayed() throws IOException {
        Path file = Files.writeString(folder.resolve("hand.json"), """
                {"cassette": 1, "entries": [
                  {"request": {"method": "GET", "path": "/x", "query": "a=***"},
                   "reply": {"status": 200, "headers": {"Link": ["<1>", "<2>"]}, "text": "by hand"}}]}
                """);
        try (Connector connector = Connector.create(config(Cassette.replay(file)))) {
            Reply reply = connector.send(Request.get("/x").query("a", "any")).get();
            assertThat(reply.text()).isEqualTo("by hand");
            assertThat(reply.headers().all("Link")).containsExactly("<1>", "<2>");
        }
    }

    @Test
    void headers_thatStandTwice_comeBackTwice() {
        Path file = folder.resolve("twice.json");
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/x")
                    .answers(Answer.empty()
                            .header("Vary", "A")
                            .header("Vary", "B")
                            .header("Vary", "C"));
            for (Cassette cassette : new Cassette[] {Cassette.record(file), Cassette.replay(file)}) {
                try (Connector connector = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                        .cassette(cassette)
                        .build())) {
                    assertThat(connector.send(Request.get("/x")).get().headers().all("Vary"))
                            .containsExactly("A", "B", "C");
                }
            }
        }
    }

    @Test
    void close_whenTheFileCannotBeWritten_saysSo() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file where a folder would have to be");
        Connector unused = Connector.create(config(Cassette.record(taken.resolve("x.json"))));
        unused.close();
        Connector connector = Connector.create(config(Cassette.record(taken.resolve("x.json"))));
        assertThatThrownBy(() -> connector.get("/x", String.class).get()).isInstanceOf(TransportException.class);
        assertThatThrownBy(connector::close)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void recording_ofAConnectorNeverClosed_isWrittenWhenTheProcessEnds() throws Exception {
        Path file = folder.resolve("never-closed.json");
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/x").answers(Answer.text("kept"));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Forgetful.class.getName(),
                            upstream.uri().toString(),
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(Files.readString(file)).contains("\"text\": \"kept\"");
        assertThat(new File(folder.toFile(), ".never-closed.json.part")).doesNotExist();
    }

    private static ConnectorConfig config(Cassette cassette) {
        return ConnectorConfig.builder("chests", URI.create("http://127.0.0.1:1"))
                .cassette(cassette)
                .build();
    }

    /** Ends with an exception before it closes its connector. */
    static final class Forgetful {
        private Forgetful() {}

        public static void main(String[] arguments) {
            Connector connector = Connector.create(ConnectorConfig.builder("chests", URI.create(arguments[0]))
                    .cassette(Cassette.record(Path.of(arguments[1])))
                    .build());
            connector.get("/x", String.class).get();
            throw new IllegalStateException("a test failed");
        }
    }
}

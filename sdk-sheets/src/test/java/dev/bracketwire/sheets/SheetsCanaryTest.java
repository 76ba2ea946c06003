// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No message, text or line of the log of a client shows its token, even if Google's answer repeats it. */
class SheetsCanaryTest {
    private static final String TOKEN = "ya29.canary-in-the-mine";

    private final FakeUpstream google = FakeUpstream.start();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.bracketwire");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Level before = root.getEffectiveLevel();
    private final List<String> printed = new ArrayList<>();

    @BeforeEach
    void listen() {
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
    }

    @AfterEach
    void close() {
        root.detachAppender(log);
        root.setLevel(before);
        google.close();
    }

    private void print(Call<?> call) {
        try {
            printed.add(String.valueOf(call.within(Duration.ofSeconds(20)).get()));
        } catch (CallException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            printed.add(trace.toString());
        }
    }

    private static List<Answer> answers() {
        String echo = "Bearer " + TOKEN;
        List<Answer> answers = new ArrayList<>();
        for (int status : List.of(400, 401, 403, 404, 409, 413)) {
            answers.add(Answer.json("{\"error\":{\"code\":" + status + ",\"message\":\"" + echo
                            + "\",\"status\":\"X\",\"details\":[{\"reason\":\"" + TOKEN + "\"}]}}")
                    .status(status)
                    .header("X-Request-Id", TOKEN));
            answers.add(Answer.text(echo).status(status).header("WWW-Authenticate", echo));
        }
        answers.add(Answer.json("{\"range\":\"" + TOKEN + "\",\"values\":{\"" + TOKEN + "\":1}}"));
        answers.add(Answer.json("{" + TOKEN));
        answers.add(Answer.redirect(302, "https://elsewhere.example.org/?access_token=" + TOKEN));
        answers.add(Answer.text(echo).dropInsideBody());
        return answers;
    }

    @Test
    void everything_shownOrLogged_holdsNoToken() {
        for (Answer answer : answers()) {
            google.on("*", "/{rest+}").answers(answer);
            Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of(TOKEN))
                            .scopes(GoogleScope.SPREADSHEETS, GoogleScope.DRIVE_METADATA_READONLY))
                    .base(google.uri())
                    .mergeWindow(Duration.ZERO)
                    .writePace(Duration.ZERO)
                    .closing(Duration.ZERO)
                    .build();
            Spreadsheet cup = sheets.spreadsheet("cup-1");
            print(cup.write("A1", "x"));
            print(cup.append("Players!A1", List.of(List.of("x"))));
            print(cup.info());
            print(cup.change(SheetChange.freezeRows("Players", 1)));
            print(cup.version());
            print(sheets.createSpreadsheet("Cup"));
            print(cup.readAll(List.of(A1.parse("A1"), new GridRange(0, CellBounds.parse("A1")))));
            printed.add(sheets + " " + cup + " " + sheets.usage() + " " + sheets.capabilities() + " "
                    + sheets.connector() + " " + sheets.connector().config() + " " + sheets.findDriveConnector());
            google.on("*", "/{rest+}").answers(Answer.stall());
            CompletableFuture<?> queued = cup.write("A2", "x").start();
            sheets.close();
            printed.add(
                    queued.handle((done, failure) -> String.valueOf(failure)).join());
        }
        assertThat(google.received())
                .allMatch(request -> request.header("Authorization").equals(Optional.of("Bearer " + TOKEN)));
        for (ILoggingEvent event : log.list) {
            printed.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                printed.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(printed).hasSizeGreaterThan(200);
        assertThat(printed).noneMatch(text -> text.contains(TOKEN) || text.contains("canary"));
    }
}

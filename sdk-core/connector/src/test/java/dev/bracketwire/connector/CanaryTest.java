// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.bracketwire.BracketwireException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CanaryTest {
    private static final String KEY = "canary-key-7f3a";
    private static final String QUERY = "canary-query-91bc";
    private static final String VALUE = "canary-value-55de";
    private static final String ID = "canary-id-c0de";

    /** Plants secrets everywhere, breaks everything, and searches all that is printed. */
    @Test
    void everyString_ofEveryFailure_holdsNoSecret() {
        Logger root = (Logger) LoggerFactory.getLogger("dev.bracketwire");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Level before = root.getLevel();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
        List<String> printed = new ArrayList<>();
        try (Api api = Api.create(config -> config.auth(Auth.header("X-Api-Key", Secret.of(KEY))))) {
            printed.add(api.connector.toString());
            printed.add(api.connector.config().toString());
            for (Answer answer : List.of(
                    Answer.json("{\"id\":\"" + VALUE + "\"}"),
                    Answer.json("{\"message\":\"no such key " + KEY + "\"}").status(401),
                    Answer.json("{\"error\":{\"message\":\"" + KEY + "\"}}").status(400),
                    Answer.of(500),
                    Answer.tooManyRequests().retryAfterSeconds(3600),
                    Answer.dropBeforeHead(),
                    Answer.redirect(302, "http://localhost:1/?k=" + QUERY))) {
                api.upstream.on("GET", "/players/{id}").answers(answer);
                Request request = Request.get("/players/{id}", ID).query("token", QUERY);
                printed.add(request.toString());
                try {
                    api.connector.call(request, Api.Player.class).get();
                } catch (BracketwireException e) {
                    StringWriter stack = new StringWriter();
                    e.printStackTrace(new PrintWriter(stack));
                    printed.add(stack.toString());
                }
            }
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
        for (ILoggingEvent event : log.list) {
            printed.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                printed.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(printed).hasSizeGreaterThan(20);
        assertThat(printed).noneMatch(text -> text.contains(KEY));
        assertThat(printed).noneMatch(text -> text.contains(QUERY));
        assertThat(printed).noneMatch(text -> text.contains(VALUE));
        assertThat(printed).noneMatch(text -> text.contains(ID));
    }

    @Test
    void header_valueThatCannotBeSent_isNamedAndNotShown() {
        assertThatThrownBy(() -> Request.get("/x").header("X-Key", KEY + "\r\nX-Evil: 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-Key")
                .hasMessageNotContaining(KEY);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OAuthCanaryTest {
    private static final String KEY = "Y2FuYXJ5LWtleS1jYW5hcnkta2V5LWNhbmFyeS1rZXk=";

    private final OAuthScene scene = new OAuthScene();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.bracketwire");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> printed = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of("canary", KEY));
    private final Level before = root.getEffectiveLevel();

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
        scene.close();
    }

    private void print(Call<?> call) {
        try {
            Object result = call.get();
            printed.add(String.valueOf(result));
            if (result instanceof Auth auth) {
                printed.add(auth.principal());
                printed.add(auth.credential().join().toString());
            }
        } catch (RuntimeException e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack));
            printed.add(stack.toString());
        }
    }

    /** Answers of which some repeat the form they are sent, as it is and decoded. */
    private static List<Function<String, Answer>> answers() {
        return List.of(
                form -> Answer.json(
                        "{\"access_token\":\"canary-access\",\"refresh_token\":\"canary+refresh\",\"expires_in\":9}"),
                form -> Answer.json(
                                "{\"error\":\"invalid_grant\",\"error_description\":\"canary-secret " + form + "\"}")
                        .status(400),
                form -> Answer.json("{\"error\":\"" + URLDecoder.decode(form, StandardCharsets.UTF_8) + "\"}")
                        .status(401),
                form -> Answer.json("{\"access_token\":\"canary-access\",\"token_type\":\"canary\"}"),
                form -> Answer.json("{\"access_token\":\"canary access\"}"),
                form -> Answer.text("canary-access"),
                form -> Answer.of(503),
                form -> Answer.dropBeforeHead());
    }

    /** Plants secrets everywhere, lets each answer follow each question, and searches all that is printed. */
    @Test
    void everyString_ofEveryFailure_holdsNoSecret(@TempDir Path folder) throws Exception {
        TokenStore store = TokenStore.file(folder, KeyRing.of("k", Secret.of(KEY)));
        OAuth oauth = scene.oauth(
                options -> options.clientSecret(Secret.of("canary-secret")).store(store));
        scene.server
                .on("POST", "/device")
                .answers(Answer.json("{\"device_code\":\"canary-device\",\"user_code\":\"A\","
                        + "\"verification_uri\":\"https://id.example.org\"}"));
        for (Function<String, Answer> answer : answers()) {
            scene.server.on("POST", "/token").answers(request -> answer.apply(request.text()));
            Authorization asked = oauth.authorization(URI.create("https://cup.example.org/callback?k=1"));
            secrets.add(asked.state());
            secrets.add(asked.verifier().reveal());
            printed.add(asked.toString());
            print(oauth.finish("ann", asked, URI.create("/callback?code=canary%2Fcode&state=" + asked.state())));
            print(oauth.finish("ann", asked, URI.create("/callback?code=canary%2Fcode&state=canary")));
            print(oauth.finish("ann", asked, URI.create("/canary?code=canary-code")));
            print(oauth.loopback("ben", url -> comeBack(url, "code=canary%2Fcode&state=STATE")));
            print(oauth.loopback("ben", url -> comeBack(url, "error=x&error_description=STATE&state=STATE")));
            print(Call.of(context ->
                    oauth.user("ann", Secret.of("canary+refresh")).credential().thenApply(Object::toString)));
            scene.clock.advance(Duration.ofMinutes(5));
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".token")).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        print(store.find("ann"));
        printed.add(oauth + " " + store + " " + new Tokens(Secret.of("canary"), Secret.of("canary"), null));
        printed.add(TokenForm.empty().secret("code", "canary").toString());
        for (ILoggingEvent event : log.list) {
            printed.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                printed.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(printed).hasSizeGreaterThan(60);
        assertThat(printed).noneMatch(text -> secrets.stream().anyMatch(text::contains));
    }

    private void comeBack(URI url, String query) {
        try {
            Browser browser = Browser.at(url);
            synchronized (secrets) {
                secrets.add(browser.state());
            }
            browser.back(query);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** No message, text or line of the log shows a key, a token or an assertion, whatever the server answers. */
class GoogleAccessCanaryTest {
    private final AccessScene scene = new AccessScene();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.bracketwire");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> printed = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of("canary"));
    private final Level before = root.getEffectiveLevel();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        AccessScene.pem(AccessScene.KEY)
                .lines()
                .filter(line -> !line.startsWith("-----"))
                .forEach(secrets::add);
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
    }

    @AfterEach
    void close() throws Exception {
        root.detachAppender(log);
        root.setLevel(before);
        scene.close();
    }

    private void print(GoogleAccess access) {
        printed.add(access + " " + access.description());
        try {
            GoogleAccess.Opened opened = scene.open(access);
            printed.add(opened + " " + opened.auth() + " " + opened.auth().principal());
            printed.add(opened.auth().credential().thenApply(Object::toString).join());
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            printed.add(trace.toString());
        }
    }

    // What the server was told, as it is, decoded, and one by one.
    private static List<Function<Received, Answer>> answers() {
        List<Function<Received, Answer>> answers = new ArrayList<>();
        List<Function<Received, String>> echoes = List.of(
                Received::text,
                request -> URLDecoder.decode(request.text(), StandardCharsets.UTF_8),
                request -> part(request, 0),
                request -> part(request, 1),
                request -> part(request, 2));
        for (Function<Received, String> echo : echoes) {
            answers.add(request -> AccessScene.refused("invalid_grant", echo.apply(request)));
            answers.add(request -> AccessScene.refused(echo.apply(request), "x"));
            answers.add(request -> Answer.text(echo.apply(request)).status(403));
        }
        answers.add(request -> Answer.json("{\"access_token\":\"canary token\"}"));
        answers.add(request -> Answer.json("{\"access_token\":\"ya29.canary\",\"token_type\":\"canary\"}"));
        answers.add(request -> Answer.json("{\"access_token\":\"ya29.canary\",\"expires_in\":3600}"));
        return answers;
    }

    private static String part(Received request, int number) {
        String[] parts = request.text().split("\\.", -1);
        return parts[Math.min(number, parts.length - 1)];
    }

    private List<GoogleAccess> broken() throws Exception {
        List<GoogleAccess> broken = new ArrayList<>();
        String pem = AccessScene.pem(AccessScene.KEY);
        String whole = scene.account().toString();
        List<String> texts = new ArrayList<>();
        for (String key : List.of(
                pem.substring(0, 800),
                pem.substring(30),
                pem.replace("\n", "\n*"),
                pem.replace(" PRIVATE", " RSA PRIVATE"))) {
            texts.add(scene.account().put("private_key", key).toString());
        }
        texts.addAll(List.of(
                whole.substring(0, 900),
                whole.replace("\"private_key\":", "\"private_key\""),
                whole.replace("{", "{{"),
                whole + "x",
                pem,
                "canary"));
        ObjectNode user = scene.user().put("client_secret", "canary secret").put("refresh_token", "canary\u00e9");
        texts.add(user.toString());
        for (String text : texts) {
            broken.add(GoogleAccess.serviceAccountJson(Secret.of(text)));
            broken.add(GoogleAccess.environment(Map.of("GOOGLE_CREDENTIALS", text, "HOME", folder.toString())));
            broken.add(GoogleAccess.serviceAccount(
                    Files.writeString(folder.resolve("broken" + broken.size() + ".json"), text)));
        }
        return broken;
    }

    @Test
    void everything_shownOrLogged_holdsNoSecret() throws Exception {
        GoogleAccess account =
                GoogleAccess.serviceAccountJson(Secret.of(scene.account().toString()));
        GoogleAccess user =
                GoogleAccess.serviceAccountJson(Secret.of(scene.user().toString()));
        for (Function<Received, Answer> answer : answers()) {
            scene.google.on("POST", "/token").answers(answer);
            print(account);
            print(user);
            print(GoogleAccess.refreshToken("id", Secret.of("canary-secret"), Secret.of("canary-refresh")));
            print(GoogleAccess.firstOf(account, user));
        }
        broken().forEach(this::print);
        print(GoogleAccess.token(Secret.of("ya29.canary")));
        print(GoogleAccess.token(Secret.of("canary\nline")));
        scene.google
                .received()
                .forEach(request -> secrets.addAll(Arrays.stream(
                                request.text().replaceFirst(".*assertion=", "").split("\\.", -1))
                        .filter(part -> request.text().contains("assertion=") && !part.isEmpty())
                        .toList()));
        for (ILoggingEvent event : log.list) {
            printed.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                printed.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(printed).hasSizeGreaterThan(200);
        assertThat(secrets).hasSizeGreaterThan(50);
        assertThat(printed).noneMatch(text -> secrets.stream().anyMatch(text::contains));
    }
}

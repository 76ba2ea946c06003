// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.Compression;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;

/** Discord on loopback ports: its gateway sends recorded events, its REST API takes requests and answers by rules. */
final class DiscordPlatform implements AutoCloseable {
    static final String API = "/api/v10";
    static final String MESSAGE = recorded("message.json");

    private static final long DISCORD_EPOCH = 1_420_070_400_000L;

    final FakeGateway gateway;
    final FakeUpstream rest = FakeUpstream.start();

    private long interactions;

    DiscordPlatform() throws IOException {
        gateway = FakeGateway.start(List.of(recorded("ready.json"), recorded("guild-create.json")));
        rest.on("GET", API + "/gateway/bot")
                .answers(Answer.json(
                        "{\"url\":\"" + gateway.uri() + "\",\"shards\":1,\"session_start_limit\":{\"total\":1000,"
                                + "\"remaining\":999,\"reset_after\":1,\"max_concurrency\":1}}"));
        rest.on("GET", API + "/users/@me")
                .answers(Answer.json("{\"id\":\"900\",\"username\":\"bot\",\"discriminator\":\"0\",\"bot\":true}"));
        rest.on("PUT", API + "/applications/900/commands").answers(Answer.json("[]"));
        rest.on("POST", API + "/channels/{channel}/messages").answers(Answer.json(MESSAGE));
        rest.on("PATCH", API + "/channels/{channel}/messages/{message}").answers(Answer.json(MESSAGE));
        rest.on("POST", API + "/interactions/{id}/{token}/callback").answers(Answer.empty());
        rest.on("PATCH", API + "/webhooks/{application}/{token}/messages/@original")
                .answers(Answer.json(MESSAGE));
        rest.on("POST", API + "/users/@me/channels")
                .answers(Answer.json("{\"id\":\"700\",\"type\":1,\"recipients\":[{\"id\":\"101\",\"username\":\"ann\","
                        + "\"discriminator\":\"0\"}]}"));
    }

    /** Names the gateway of this platform, where JDA knows only Discord's own. */
    private final class LoopbackSessions extends SessionControllerAdapter {
        @Override
        public String getGateway() {
            return gateway.uri().toString();
        }
    }

    JdaDiscord connect() throws InterruptedException {
        return JdaDiscord.connect(
                Secret.of("token"),
                builder -> builder.setCompression(Compression.NONE)
                        .setSessionController(new LoopbackSessions())
                        .setRestConfig(new RestConfig().setBaseUrl(rest.uri() + API + "/")));
    }

    /**
     * Sends a recorded interaction as one of now, since an old one has expired, and returns its id.
     *
     * @param changes texts to replace, each followed by its replacement
     */
    String interact(String name, String... changes) throws IOException {
        String id = String.valueOf(((System.currentTimeMillis() - DISCORD_EPOCH) << 22) + ++interactions);
        String event = recorded(name).replaceFirst("\"id\":\"100\\d\"", "\"id\":\"" + id + "\"");
        for (int i = 0; i < changes.length; i += 2) {
            event = event.replace(changes[i], changes[i + 1]);
        }
        gateway.send(event);
        return id;
    }

    /** Returns the body of the request, once it is there. */
    JsonNode sent(String method, String path) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !rest.received(method, API + path).isEmpty());
        List<Received> all = rest.received(method, API + path);
        return json(all.get(all.size() - 1).text());
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a recorded payload in one line. */
    static String recorded(String name) {
        try (var file = DiscordPlatform.class.getResourceAsStream("/discord/" + name)) {
            return json(new String(file.readAllBytes(), StandardCharsets.UTF_8)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        rest.close();
        gateway.close();
    }
}

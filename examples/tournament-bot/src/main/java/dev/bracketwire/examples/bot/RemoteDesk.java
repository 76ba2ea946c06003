// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandDesk;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.discord.AccountDesk;
import dev.bracketwire.examples.tournament.discord.DiscordAccount;
import dev.bracketwire.examples.tournament.state.RandomIds;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands for a server of tournaments, by its HTTP API. The token says whose commands they are, or lets this process
 * act for Discord accounts.
 */
final class RemoteDesk implements CommandDesk, AccountDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemoteDesk.class);
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");
    private static final ObjectReader ANSWERS =
            AppJson.MAPPER.readerFor(Answer.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    // A stream of events is opened again after this time and misses nothing, so a server that is gone is noticed.
    private static final Duration STREAM = Duration.ofMinutes(1);

    private final URI server;
    private final Connector connector;

    private RemoteDesk(URI server, Connector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Creates a desk of the server with this address, such as {@code http://127.0.0.1:3000}. */
    static RemoteDesk create(URI server, Secret token) {
        return new RemoteDesk(
                server,
                Connector.create(ConnectorConfig.builder("tournaments", server)
                        .auth(Auth.bearer(token))
                        .timeouts(Timeouts.defaults().transfer(STREAM))
                        // A refusal is an answer, whatever its status says, and is not tried again.
                        .rule((request, reply) ->
                                reply.text().contains("\"result\":\"refused\"") ? Verdict.success() : null)
                        .build()));
    }

    @Override
    public Call<Answer> run(Command command, Caller caller) {
        return run(request(command, caller.face()));
    }

    @Override
    public Call<Answer> run(Command command, @Nullable DiscordAccount account) {
        Request request = request(command, Face.DISCORD);
        return run(
                account == null
                        ? request
                        : request.header("X-Discord-Id", account.id())
                                .header(
                                        "X-Discord-Name",
                                        URLEncoder.encode(account.name(), StandardCharsets.UTF_8)
                                                .replace("+", "%20")));
    }

    private Call<Answer> run(Request request) {
        return connector.send(request).map(this::answer).orElse((failure, last) -> failed(failure));
    }

    static Request request(Command command, Face face) {
        Operation operation = Commands.operation(command.getClass());
        ObjectNode fields = AppJson.MAPPER.valueToTree(command);
        List<Object> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(operation.path());
        while (matcher.find()) {
            JsonNode value = fields.remove(matcher.group(1));
            parts.add(value == null || value.isNull() ? "me" : value.asText());
        }
        Request request = Request.of(operation.method(), "/api" + operation.path(), parts.toArray())
                .header("X-Face", face.name());
        if (!operation.method().equals("GET") && !operation.method().equals("DELETE")) {
            return request.body(Body.bytes("application/json", fields.toString().getBytes(StandardCharsets.UTF_8)));
        }
        for (var field : fields.properties()) {
            request = request.query(field.getKey(), field.getValue().asText());
        }
        return request;
    }

    private Answer answer(Reply reply) {
        try {
            if (reply.text().contains("\"result\"")) {
                return ANSWERS.readValue(reply.text());
            }
        } catch (JsonProcessingException e) {
            log.debug("the reply of {} is no answer", server, e);
        }
        String id = RandomIds.answer();
        log.error("{} {} answered {} without an answer of the application", id, server, reply.status());
        return new Answer.Failed(
                id,
                (reply.status() == 401 || reply.status() == 403
                                ? "The server does not take the token. Put a valid one into TOURNAMENT_TOKEN."
                                : "The server at " + server + " answered " + reply.status()
                                        + ", which is no answer of the application. Look whether it was done, and whether"
                                        + " the address is right.")
                        + " The log of this program knows the id " + id + ".");
    }

    private Answer failed(BracketwireException failure) {
        String id = RandomIds.answer();
        log.error("{} {} could not be asked: {}", id, server, failure.getMessage());
        log.debug("{}", id, failure);
        boolean maybe = failure instanceof CallException call && call.maybeDone();
        return new Answer.Failed(
                id,
                (maybe
                                ? "The answer of the server was lost, so it may have been done. Look before you repeat it."
                                : "The server at " + server
                                        + " cannot be reached, so nothing was changed. Start it, or name"
                                        + " the right address by --server.")
                        + " The log of this program knows the id " + id + ".");
    }

    /** Follows the events of the server. */
    RemoteEvents follow(RemoteEvents.Listener listener) {
        return RemoteEvents.follow(connector, listener);
    }

    @Override
    public void close() {
        connector.close();
    }
}

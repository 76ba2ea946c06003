// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.Call;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.Region;
import dev.bracketwire.riot.tournament.LobbyEvent;
import dev.bracketwire.riot.tournament.TournamentCode;
import dev.bracketwire.riot.tournament.TournamentSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tournaments and their stand-in have in common; all are in one region. Nothing that makes something is sent twice:
 * it would be made twice.
 */
public final class TournamentEndpoints {
    private static final TypeRef<List<String>> CODES = new TypeRef<>() {};
    private static final int MOST = 1000;

    private final RouteConnectors routeConnectors;
    private final String api;

    /** Takes the first part of all paths. */
    public TournamentEndpoints(RouteConnectors routeConnectors, String api) {
        this.routeConnectors = routeConnectors;
        this.api = api;
    }

    /** Makes a provider. */
    public Call<Integer> provider(String region, URI callback) {
        return ask(
                Request.post(api + "/providers").body(Body.json(Map.of("region", region, "url", callback.toString()))),
                TypeRef.of(Integer.class));
    }

    /** Makes a tournament. */
    public Call<Integer> tournament(int provider, @Nullable String name) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("providerId", provider);
        if (name != null) {
            body.put("name", name);
        }
        return ask(Request.post(api + "/tournaments").body(Body.json(body)), TypeRef.of(Integer.class));
    }

    /** Makes codes. */
    public Call<List<String>> codes(int tournament, int count, TournamentSettings settings) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("count must be from 1 to 1000, not " + count);
        }
        return ask(
                Request.post(api + "/codes")
                        .query("tournamentId", tournament)
                        .query("count", count)
                        .body(Body.json(settings)),
                CODES);
    }

    /** A code. */
    public Call<TournamentCode> code(String code) {
        return ask(Request.get(api + "/codes/{tournamentCode}", code), TypeRef.of(TournamentCode.class));
    }

    /** What happened in the lobby. */
    public Call<List<LobbyEvent>> lobby(String code) {
        return ask(Request.get(api + "/lobby-events/by-code/{tournamentCode}", code), TypeRef.of(LobbyReply.class))
                .map(reply -> ImmutablePayload.list(reply.eventList()));
    }

    /** Asks where tournaments are. */
    public <T> Call<T> ask(Request request, TypeRef<T> type) {
        return routeConnectors.ask(Region.AMERICAS, request, type);
    }
}

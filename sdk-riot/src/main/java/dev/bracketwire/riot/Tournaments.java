// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Call;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.internal.RouteConnectors;
import dev.bracketwire.riot.internal.TournamentEndpoints;
import dev.bracketwire.riot.tournament.LobbyEvent;
import dev.bracketwire.riot.tournament.TournamentCode;
import dev.bracketwire.riot.tournament.TournamentGame;
import dev.bracketwire.riot.tournament.TournamentSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes tournaments of League of Legends, and the codes by which players enter their games. Riot asks that a tournament
 * has 20 active participants at least. What makes something is never sent twice.
 *
 * <p>Riot posts results to the provider's URL, and sometimes does not: {@link #games} is what is true.
 */
public final class Tournaments {
    private static final TypeRef<List<TournamentGame>> GAMES = new TypeRef<>() {};
    private static final String API = "/lol/tournament/v5";

    private final TournamentEndpoints endpoints;

    Tournaments(RouteConnectors routeConnectors) {
        this.endpoints = new TournamentEndpoints(routeConnectors, API);
    }

    /**
     * Registers who runs tournaments on a platform, and gives a number for it.
     *
     * @param callback where results are posted, on the usual port of http or https
     */
    public Call<Integer> provider(Platform platform, URI callback) {
        return endpoints.provider(ProviderRequests.region(platform), ProviderRequests.checked(callback));
    }

    /** Makes a tournament of a provider, and gives its number. */
    public Call<Integer> tournament(int provider, @Nullable String name) {
        return endpoints.tournament(provider, name);
    }

    /** Makes 1 to 1,000 codes, one for each game. */
    public Call<List<String>> codes(int tournament, int count, TournamentSettings settings) {
        return endpoints.codes(tournament, count, settings);
    }

    /** A code. */
    public Call<TournamentCode> code(String code) {
        return endpoints.code(code);
    }

    /** Changes what games of a code are like; the size of teams stays. */
    public Call<@Nullable Void> change(String code, TournamentSettings settings) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (settings.allowedParticipants() != null) {
            body.put("allowedParticipants", settings.allowedParticipants());
        }
        body.put("pickType", settings.pickType());
        body.put("mapType", settings.mapType());
        body.put("spectatorType", settings.spectatorType());
        Request request = Request.put(API + "/codes/{tournamentCode}", code).body(Body.json(body));
        return endpoints.ask(request, TypeRef.of(Void.class)).map(nothing -> null);
    }

    /** What happened in the lobby of a code. */
    public Call<List<LobbyEvent>> lobby(String code) {
        return endpoints.lobby(code);
    }

    /** The games that were played by a code. */
    public Call<List<TournamentGame>> games(String code) {
        return endpoints.ask(Request.get(API + "/games/by-code/{tournamentCode}", code), GAMES);
    }
}

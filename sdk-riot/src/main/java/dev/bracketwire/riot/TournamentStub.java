// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Call;
import dev.bracketwire.riot.internal.RouteConnectors;
import dev.bracketwire.riot.internal.TournamentEndpoints;
import dev.bracketwire.riot.tournament.LobbyEvent;
import dev.bracketwire.riot.tournament.TournamentCode;
import dev.bracketwire.riot.tournament.TournamentSettings;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands in for {@link Tournaments} while a program is written: Riot makes codes by which nobody can play. */
public final class TournamentStub {
    private final TournamentEndpoints endpoints;

    TournamentStub(RouteConnectors routeConnectors) {
        this.endpoints = new TournamentEndpoints(routeConnectors, "/lol/tournament-stub/v5");
    }

    /** Registers who runs tournaments on a platform; see {@link Tournaments#provider}. */
    public Call<Integer> provider(Platform platform, URI callback) {
        return endpoints.provider(ProviderRequests.region(platform), ProviderRequests.checked(callback));
    }

    /** Makes a tournament of a provider, and gives its number. */
    public Call<Integer> tournament(int provider, @Nullable String name) {
        return endpoints.tournament(provider, name);
    }

    /** Makes 1 to 1,000 codes. */
    public Call<List<String>> codes(int tournament, int count, TournamentSettings settings) {
        return endpoints.codes(tournament, count, settings);
    }

    /** A code. */
    public Call<TournamentCode> code(String code) {
        return endpoints.code(code);
    }

    /** What would have happened in the lobby of a code. */
    public Call<List<LobbyEvent>> lobby(String code) {
        return endpoints.lobby(code);
    }
}

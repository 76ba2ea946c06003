// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import dev.bracketwire.Call;
import dev.bracketwire.connector.Connector;
import retrofit2.http.GET;
import retrofit2.http.Path;

/** The example of the package, compiled. */
@SuppressWarnings("UnusedVariable")
abstract class EndpointExamples {
    record Player(String name) {}

    interface Players {
        @GET("players/{id}")
        Call<Player> byId(@Path("id") long id);
    }

    void endpoints(Connector connector) {
        Players players = RetrofitEndpoints.of(connector, Players.class);
    }
}

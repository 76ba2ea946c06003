// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.GET;
import retrofit2.http.Path;

/** One call through each peer, the way its own documentation writes it, over the same client. */
final class Calls {
    private final OkHttpClient client;
    private final HttpUrl base;
    private final ObjectReader reader;
    private final Players retrofit;

    Calls(OkHttpClient client, HttpUrl base) {
        this.client = client;
        this.base = base;
        ObjectMapper mapper = new ObjectMapper();
        this.reader = mapper.readerFor(Player.class);
        this.retrofit = new Retrofit.Builder()
                .client(client)
                .baseUrl(base)
                .addConverterFactory(JacksonConverterFactory.create(mapper))
                .build()
                .create(Players.class);
    }

    interface Players {
        @GET("players/{id}")
        retrofit2.Call<Player> player(@Path("id") int id);
    }

    Player okhttp() {
        HttpUrl url =
                base.newBuilder().addPathSegment("players").addPathSegment("42").build();
        try (var response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return reader.readValue(response.body().byteStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Player retrofit() {
        try {
            Player player = retrofit.player(42).execute().body();
            if (player == null) {
                throw new IllegalStateException("no player");
            }
            return player;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

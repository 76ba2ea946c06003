// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.http.OkHttpTransport;
import dev.bracketwire.connector.internal.pipeline.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
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
    private final Pipeline pipeline;

    Calls(OkHttpClient client, HttpUrl base) {
        this(client, base, options -> options);
    }

    Calls(OkHttpClient client, HttpUrl base, UnaryOperator<ConnectorConfigBuilder> options) {
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
        String url = base.toString();
        this.pipeline = new Pipeline(
                options.apply(ConnectorConfig.builder("bench", URI.create(url.substring(0, url.length() - 1)))
                                .cache(CachePolicy.off().route("/players/{id}/cached", Duration.ofHours(1))))
                        .build(),
                new OkHttpTransport(client, System::nanoTime));
    }

    interface Players {
        @GET("players/{id}")
        retrofit2.Call<Player> player(@Path("id") int id);
    }

    Player ours() {
        return call().get();
    }

    Player oursStarted() {
        return call().start().join();
    }

    Reply oursCached() {
        return pipeline.raw(dev.bracketwire.connector.Request.get("/players/{id}/cached", 42))
                .get();
    }

    private dev.bracketwire.Call<Player> call() {
        return pipeline.decoded(dev.bracketwire.connector.Request.get("/players/{id}", 42), Player.class);
    }

    Player okhttpEnqueued() {
        HttpUrl url =
                base.newBuilder().addPathSegment("players").addPathSegment("42").build();
        CompletableFuture<Player> player = new CompletableFuture<>();
        client.newCall(new Request.Builder().url(url).build()).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                player.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    player.complete(reader.readValue(response.body().byteStream()));
                } catch (IOException e) {
                    player.completeExceptionally(e);
                }
            }
        });
        return player.join();
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

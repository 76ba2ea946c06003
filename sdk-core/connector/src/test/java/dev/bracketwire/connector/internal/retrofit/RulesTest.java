// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.connector.Connector;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Path;
import retrofit2.http.Streaming;
import retrofit2.http.Url;

class RulesTest {
    interface Bad {
        @GET("a")
        String plain();

        @GET("b")
        CompletableFuture<String> future();

        @GET("c")
        retrofit2.Call<String> theirs();

        @Streaming
        @GET("d")
        Call<String> streaming();

        @GET
        Call<String> url(@Url String url);

        @GET("https://elsewhere.example.org/f")
        Call<String> absolute();

        @GET("//elsewhere.example.org/g")
        Call<String> otherHost();

        @GET("h")
        Object suspending(Continuation<? super Unit> continuation);

        Call<String> bare();

        @GET("")
        Call<String> empty();

        @GET("a/{one}/{two}")
        Call<String> unfilled(@Path("two") String two);

        @SendingOptions(weight = 0)
        @GET("j")
        Call<String> weightless();

        @GET("up/../i")
        Call<String> dots();

        default Call<String> hidden() {
            return streaming();
        }

        static String fine() {
            return "written, so it is none of ours";
        }
    }

    interface Wrong {
        @GET("players/{id}")
        Call<String> body(@Path("id") long id, @Body String body);
    }

    private final Connector connector = Connector.create("chests", URI.create("http://127.0.0.1:1"));

    @AfterEach
    void close() {
        connector.close();
    }

    @Test
    void of_methodsThatCannotBe_namesThemAllAtOnce() {
        assertThat(Bad.fine()).isNotEmpty();
        assertThatThrownBy(() -> RetrofitEndpoints.of(connector, Bad.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Bad.plain must return a dev.bracketwire.Call of something")
                .hasMessageContaining("Bad.future must return")
                .hasMessageContaining("Bad.theirs must return")
                .hasMessageContaining("Bad.streaming must not be @Streaming: return a Call<ReplyStream>")
                .hasMessageContaining("Bad.url must not take an @Url")
                .hasMessageContaining("Bad.absolute must name a path below")
                .hasMessageContaining("Bad.otherHost must name a path below")
                .hasMessageContaining("Bad.suspending must not suspend")
                .hasMessageContaining("Bad.bare needs an annotation")
                .hasMessageContaining("Bad.empty needs a path")
                .hasMessageContaining("Bad.hidden is a default method, for which the interface must be public")
                .hasMessageContaining("Bad.unfilled has no @Path for {one}")
                .hasMessageContaining("Bad.weightless must weigh at least 1, not 0")
                .hasMessageContaining("Bad.dots cannot be sent: path must not step up")
                .hasMessageNotContaining("fine");
    }

    @Test
    void of_methodsRetrofitRefuses_isRefusedWhenTheEndpointsAreMade() {
        assertThatThrownBy(() -> RetrofitEndpoints.of(connector, Wrong.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Wrong.body");
    }

    @Test
    void describe_sendsNothing() {
        okhttp3.Request request =
                new okhttp3.Request.Builder().url("http://localhost/").build();
        okhttp3.Call call = DescribedCall.of(request);
        assertThat(call.request()).isSameAs(request);
        assertThatThrownBy(call::execute)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only describes requests, it must not execute");
    }
}

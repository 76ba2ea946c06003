// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import dev.bracketwire.connector.Connector;
import okhttp3.HttpUrl;
import retrofit2.Retrofit;

/** Makes the endpoints of a connector from an interface with Retrofit's annotations. */
public final class RetrofitEndpoints {
    // Never reached: what stands behind it is put behind the connector's own base.
    private static final HttpUrl BASE = HttpUrl.get("http://localhost/");

    private RetrofitEndpoints() {}

    /**
     * Implements the interface. Its methods return {@code Call<T>}, where {@code Void} reads no body, {@code Reply} throws
     * for no status, and {@code ReplyStream} is not held in memory. A parameter {@code @Tag UnaryOperator<Request>} has
     * the last word on the request; {@link SendingOptions} says what holds for each call of a method.
     *
     * @throws IllegalArgumentException if a method cannot be implemented, naming it and why
     */
    public static <E> E of(Connector connector, Class<E> endpoints) {
        EndpointRules.check(endpoints);
        return new Retrofit.Builder()
                .baseUrl(BASE)
                .callFactory(DescribedCall::of)
                .addConverterFactory(new BodyConverters())
                .addCallAdapterFactory(new ConnectorCalls(connector))
                .validateEagerly(true)
                .build()
                .create(endpoints);
    }
}

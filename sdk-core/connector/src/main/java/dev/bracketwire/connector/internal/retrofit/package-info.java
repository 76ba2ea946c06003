// SPDX-License-Identifier: Apache-2.0
/**
 * Typed endpoints: {@link dev.bracketwire.connector.internal.retrofit.RetrofitEndpoints} makes an implementation of an interface that is
 * written in Retrofit's annotations and returns our {@link dev.bracketwire.Call}s. Retrofit only describes the request;
 * it sends nothing and reads nothing, the connector does.
 *
 * <pre>{@code
 * interface Players {
 *     @GET("players/{id}")
 *     Call<Player> byId(@Path("id") long id);
 * }
 *
 * ...
 * Players players = RetrofitEndpoints.of(connector, Players.class);
 * }</pre>
 *
 * <p>For the modules of this SDK: core is built with {@code com.squareup.retrofit2:retrofit}, without its
 * {@code okhttp}, and runs without it; who uses this package requires it too. An interface with default methods must be
 * public, and its package exported or opened to {@code retrofit2}.
 */
@NullMarked
package dev.bracketwire.connector.internal.retrofit;

import org.jspecify.annotations.NullMarked;

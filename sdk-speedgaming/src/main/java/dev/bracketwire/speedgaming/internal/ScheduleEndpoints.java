// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Call;
import org.jspecify.annotations.Nullable;
import retrofit2.http.GET;
import retrofit2.http.Query;

/** The public endpoints of SpeedGaming. Replies are bytes, as all come as {@code text/html} with the status 200. */
interface ScheduleEndpoints {
    @GET("api/schedule/")
    Call<byte[]> schedule(
            @Query("event") @Nullable String slug,
            @Query("from") @Nullable String from,
            @Query("to") @Nullable String to);

    @GET("api/episode/")
    Call<byte[]> episode(@Query("id") long id);

    @GET("api/event/")
    Call<byte[]> event(@Query("slug") String slug);
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** A client whose interceptor answers, so that no socket is in the way of what is measured. */
final class InMemory {
    private static final MediaType JSON = MediaType.get("application/json");

    private InMemory() {}

    static OkHttpClient client() {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(200)
                        .message("OK")
                        .body(ResponseBody.create(Player.JSON, JSON))
                        .build())
                .build();
    }
}

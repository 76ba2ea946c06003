// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import java.lang.reflect.Proxy;
import okhttp3.Request;

/** What Retrofit takes for a call of OkHttp's, which knows its request and does nothing. */
final class DescribedCall {
    private DescribedCall() {}

    // A proxy, as the interface has methods with Kotlin's types, and other ones in each version of OkHttp.
    static okhttp3.Call of(Request request) {
        return (okhttp3.Call) Proxy.newProxyInstance(
                okhttp3.Call.class.getClassLoader(),
                new Class<?>[] {okhttp3.Call.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("request")) {
                        return request;
                    }
                    throw new IllegalStateException(
                            "Retrofit only describes requests, it must not " + method.getName());
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps OkHttp from repeating a GET on {@code 503} with {@code Retry-After: 0}, which it does whatever it is told
 * (OkHttp 5.5.1, RetryAndFollowUpInterceptor). It looks for digits only, so one more character hides the zero from it.
 */
final class RetryAfterZeroGuard implements Interceptor {
    private static final char MARK = '\u200b';

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String hint = response.code() == 503 ? response.header("Retry-After") : null;
        if (hint == null) {
            return response;
        }
        okhttp3.Headers hidden = response.headers()
                .newBuilder()
                .removeAll("Retry-After")
                .addUnsafeNonAscii("Retry-After", hint + MARK)
                .build();
        return response.newBuilder().headers(hidden).build();
    }

    /** Takes the character off again. */
    static String restored(String value) {
        int last = value.length() - 1;
        return last >= 0 && value.charAt(last) == MARK ? value.substring(0, last) : value;
    }
}

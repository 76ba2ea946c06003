// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.internal.http.PreEncoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import retrofit2.Invocation;

/** Turns a request as Retrofit describes it into one of ours, which knows its template. */
final class RequestConversion {
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"(?:; filename=\"([^\"]*)\")?");

    private RequestConversion() {}

    static Request of(okhttp3.Request described) {
        Invocation invocation = Objects.requireNonNull(described.tag(Invocation.class), "invocation");
        Method method = invocation.method();
        EndpointPath endpointPath = Objects.requireNonNull(EndpointPath.of(method), "route");
        Request request =
                Request.of(described.method(), endpointPath.template(), endpointPath.places(invocation.arguments()));
        HttpUrl url = described.url();
        for (int i = 0; i < url.querySize(); i++) {
            request = request.query(url.queryParameterName(i), value(url, i));
        }
        for (int i = 0; i < described.headers().size(); i++) {
            request = request.header(
                    described.headers().name(i), described.headers().value(i));
        }
        RequestBody body = described.body();
        if (body != null && !isEmpty(body)) {
            request = request.body(body(body));
        }
        return last(described, sent(method, request));
    }

    private static Request sent(Method method, Request request) {
        SendingOptions sendingOptions = method.getAnnotation(SendingOptions.class);
        if (sendingOptions == null) {
            return request;
        }
        Request sent = request.weight(sendingOptions.weight());
        sent = sendingOptions.idempotent() ? sent.idempotent() : sent;
        sent = sendingOptions.once() ? sent.once() : sent;
        return sendingOptions.background() ? sent.background() : sent;
    }

    @SuppressWarnings("unchecked") // Retrofit keeps tags by their raw type; Endpoints says of what it must be
    private static Request last(okhttp3.Request described, Request request) {
        UnaryOperator<Request> options = described.tag(UnaryOperator.class);
        return options == null ? request : options.apply(request);
    }

    // As it was written: an upstream may tell "a,b" from "a%2Cb".
    private static PreEncoded value(HttpUrl url, int index) {
        String pair = Objects.requireNonNull(url.encodedQuery()).split("&", -1)[index];
        int equals = pair.indexOf('=');
        return equals < 0 ? PreEncoded.NONE : new PreEncoded(pair.substring(equals + 1));
    }

    private static Body body(RequestBody body) {
        if (body instanceof BodyConverters.Held held) {
            return held.body;
        }
        if (body instanceof okhttp3.MultipartBody parts) {
            return multipart(parts);
        }
        Buffer bytes = new Buffer();
        try {
            body.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the body of a request cannot be read: " + e.getMessage(), e);
        }
        MediaType type = body.contentType();
        return Body.bytes(type == null ? "application/octet-stream" : type.toString(), bytes.readByteArray());
    }

    private static Body.Multipart multipart(okhttp3.MultipartBody parts) {
        Body.Multipart body = Body.multipart();
        for (okhttp3.MultipartBody.Part part : parts.parts()) {
            String disposition = part.headers() == null ? null : part.headers().get("Content-Disposition");
            Matcher name = NAME.matcher(disposition == null ? "" : disposition);
            if (!name.find()) {
                throw new IllegalArgumentException("a part of a request has no name: use @Part(\"name\")");
            }
            body = name.group(2) == null
                    ? body.with(plain(name.group(1)), body(part.body()))
                    : body.withFile(plain(name.group(1)), plain(name.group(2)), body(part.body()));
        }
        return body;
    }

    private static String plain(String quoted) {
        return quoted.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }

    // Retrofit gives a POST without a body one of no bytes and no type.
    private static boolean isEmpty(RequestBody body) {
        try {
            return body.contentType() == null && body.contentLength() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("the length of a body cannot be told: " + e.getMessage(), e);
        }
    }
}

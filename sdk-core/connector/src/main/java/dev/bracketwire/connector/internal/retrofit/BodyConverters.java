// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import dev.bracketwire.connector.Body;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Part;
import retrofit2.http.PartMap;

/** Lets Retrofit carry bodies without looking at them. */
final class BodyConverters extends Converter.Factory {
    @Override
    public Converter<?, RequestBody> requestBodyConverter(
            Type type, Annotation[] parameter, Annotation[] method, Retrofit retrofit) {
        boolean part = Arrays.stream(parameter).anyMatch(said -> said instanceof Part || said instanceof PartMap);
        return value -> {
            if (value instanceof Body body) {
                return new Held(body);
            }
            // In a form a text is no JSON: it would stand in quotes.
            boolean plain = part && (value instanceof CharSequence || value instanceof Number || value instanceof Enum);
            return new Held(plain ? Body.text("text/plain", value.toString()) : Body.json(value));
        };
    }

    @Override
    public Converter<ResponseBody, ?> responseBodyConverter(Type type, Annotation[] annotations, Retrofit retrofit) {
        return reply -> {
            throw new IllegalStateException("Retrofit only describes requests, it must not read replies");
        };
    }

    /** A body of ours on its way through Retrofit. */
    static final class Held extends RequestBody {
        final Body body;

        Held(Body body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return MediaType.parse(body.contentType());
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (Source source = Okio.source(body.open())) {
                sink.writeAll(source);
            }
        }
    }
}

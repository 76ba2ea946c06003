// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import dev.bracketwire.Call;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyStream;
import dev.bracketwire.connector.Request;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import retrofit2.CallAdapter;
import retrofit2.Retrofit;

/** Hands what Retrofit describes to the connector. */
final class ConnectorCalls extends CallAdapter.Factory {
    private final Connector connector;

    ConnectorCalls(Connector connector) {
        this.connector = connector;
    }

    @Override
    public @Nullable CallAdapter<?, ?> get(Type returned, Annotation[] annotations, Retrofit retrofit) {
        return returned instanceof ParameterizedType call && call.getRawType() == Call.class
                ? new Adapter(call.getActualTypeArguments()[0])
                : null;
    }

    private final class Adapter implements CallAdapter<Object, Call<?>> {
        private final Type type;

        Adapter(Type type) {
            this.type = type;
        }

        @Override
        public Type responseType() {
            return type;
        }

        @Override
        public Call<?> adapt(retrofit2.Call<Object> call) {
            Request request = RequestConversion.of(call.request());
            if (type == Reply.class) {
                return connector.send(request);
            }
            return type == ReplyStream.class ? connector.stream(request) : connector.call(request, TypeRef.of(type));
        }
    }
}

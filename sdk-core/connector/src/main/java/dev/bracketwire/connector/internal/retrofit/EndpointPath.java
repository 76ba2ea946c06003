// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import dev.bracketwire.connector.internal.http.PathTemplate;
import dev.bracketwire.connector.internal.http.PreEncoded;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HEAD;
import retrofit2.http.HTTP;
import retrofit2.http.OPTIONS;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;

/**
 * The path of an endpoint.
 *
 * @param method what has it
 * @param written what its annotation says
 */
record EndpointPath(Method method, String written) {
    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");

    static @Nullable EndpointPath of(Method method) {
        return Stream.of(method.getAnnotations())
                .flatMap(annotation -> Stream.ofNullable(path(annotation)))
                .findFirst()
                .map(path -> new EndpointPath(method, path))
                .orElse(null);
    }

    /** The template, below the connector's base whether it is written with a slash or without. */
    String template() {
        String path = written.split("[?]", 2)[0];
        return PathTemplate.of(path.startsWith("/") ? path : "/" + path).text();
    }

    /** The first place that no parameter fills, null if there is none. */
    @Nullable
    String missing() {
        List<String> filled = Stream.of(method.getParameterAnnotations())
                .flatMap(Stream::of)
                .flatMap(annotation -> annotation instanceof Path path ? Stream.of(path.value()) : Stream.empty())
                .toList();
        return places().filter(place -> !filled.contains(place)).findFirst().orElse(null);
    }

    /** What stands in its places, in order. */
    Object[] places(List<?> arguments) {
        Map<String, Object> values = new HashMap<>();
        Annotation[][] annotations = method.getParameterAnnotations();
        for (int i = 0; i < annotations.length; i++) {
            for (Annotation annotation : annotations[i]) {
                if (annotation instanceof Path path) {
                    String value = String.valueOf(arguments.get(i));
                    values.put(path.value(), path.encoded() ? new PreEncoded(value) : value);
                }
            }
        }
        return places().map(values::get).toArray();
    }

    private Stream<String> places() {
        return PLACE.matcher(template()).results().map(place -> place.group(1));
    }

    private static @Nullable String path(Annotation annotation) {
        if (annotation instanceof GET get) {
            return get.value();
        } else if (annotation instanceof POST post) {
            return post.value();
        } else if (annotation instanceof PUT put) {
            return put.value();
        } else if (annotation instanceof PATCH patch) {
            return patch.value();
        } else if (annotation instanceof DELETE delete) {
            return delete.value();
        } else if (annotation instanceof HEAD head) {
            return head.value();
        } else if (annotation instanceof OPTIONS options) {
            return options.value();
        }
        return annotation instanceof HTTP http ? http.path() : null;
    }
}

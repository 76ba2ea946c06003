// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import dev.bracketwire.Call;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import retrofit2.http.Streaming;
import retrofit2.http.Url;

/** Refuses what an endpoint must not be, all of it at once. */
final class EndpointRules {
    private EndpointRules() {}

    static void check(Class<?> endpoints) {
        List<String> problems = new ArrayList<>();
        Method[] methods = endpoints.getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        for (Method method : methods) {
            String problem = Modifier.isStatic(method.getModifiers()) ? null : problem(method);
            if (problem != null) {
                problems.add(name(method) + " " + problem);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    /** How a message names a method. */
    static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static @Nullable String problem(Method method) {
        if (method.isDefault()) {
            boolean isPublic = Modifier.isPublic(method.getDeclaringClass().getModifiers());
            return isPublic ? null : "is a default method, for which the interface must be public";
        }
        Class<?>[] parameters = method.getParameterTypes();
        if (parameters.length > 0
                && parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
            return "must not suspend: return a dev.bracketwire.Call and use its future";
        }
        if (!(method.getGenericReturnType() instanceof ParameterizedType type) || type.getRawType() != Call.class) {
            return "must return a dev.bracketwire.Call of something";
        }
        if (method.isAnnotationPresent(Streaming.class)) {
            return "must not be @Streaming: return a Call<ReplyStream>";
        }
        SendingOptions sendingOptions = method.getAnnotation(SendingOptions.class);
        if (sendingOptions != null && sendingOptions.weight() < 1) {
            return "must weigh at least 1, not " + sendingOptions.weight();
        }
        for (Annotation[] annotations : method.getParameterAnnotations()) {
            if (Arrays.stream(annotations).anyMatch(Url.class::isInstance)) {
                return "must not take an @Url: the connector knows where it may send its credential";
            }
        }
        return path(EndpointPath.of(method));
    }

    private static @Nullable String path(@Nullable EndpointPath endpointPath) {
        if (endpointPath == null) {
            return "needs an annotation such as @GET(\"players/{id}\")";
        }
        if (endpointPath.written().isEmpty()) {
            return "needs a path in its annotation, / for the connector's base itself";
        }
        if (endpointPath.written().contains("://") || endpointPath.written().startsWith("//")) {
            return "must name a path below the connector's base, not another place";
        }
        try {
            String missing = endpointPath.missing();
            return missing == null ? null : "has no @Path for {" + missing + "}";
        } catch (IllegalArgumentException e) {
            return "cannot be sent: " + e.getMessage();
        }
    }
}

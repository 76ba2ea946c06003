// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says of a Jackson failure where it is and what was expected, and never what stood there. */
public final class JsonProblem {
    private JsonProblem() {}

    /** The place, such as {@code players[3].id}; a key of a map is data and shows as {@code *}. */
    public static String path(Throwable failure) {
        if (!(failure instanceof JsonMappingException mapping)) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(isMap(step.getFrom()) ? "*" : step.getFieldName());
            }
        }
        return path.toString();
    }

    /** The steps to the place, names and indexes; a key of a map shows as {@code *}. */
    public static List<String> steps(Throwable failure) {
        List<String> steps = new ArrayList<>();
        if (failure instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                String name = step.getFieldName();
                steps.add(name == null ? String.valueOf(step.getIndex()) : isMap(step.getFrom()) ? "*" : name);
            }
        }
        return steps;
    }

    /** The type that was expected there, or what was expected of the whole. */
    public static String expected(Throwable failure, String whole) {
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return mismatch.getTargetType().getSimpleName();
        }
        if (failure instanceof ValueInstantiationException refused) {
            return refused.getType().getRawClass().getSimpleName();
        }
        if (failure.getCause() instanceof InputCoercionException range) {
            return range.getTargetType().getSimpleName();
        }
        return whole;
    }

    /** Returns the problem without the value. */
    public static String found(Throwable failure) {
        if (failure instanceof InvalidDefinitionException) {
            // Jackson's way to say that a record was complete when another value for one of its components came.
            if (String.valueOf(failure.getMessage()).startsWith("No fallback setter")) {
                return "is there twice";
            }
            return "its type cannot be read: on the module path, open its package to com.fasterxml.jackson.databind";
        }
        if (failure instanceof MismatchedInputException) {
            if (String.valueOf(failure.getMessage()).startsWith("Duplicate field")) {
                return "has a field twice" + at(failure);
            }
            return "is something else" + at(failure);
        }
        if (failure instanceof ValueInstantiationException) {
            return "is refused by its type" + at(failure);
        }
        if (failure.getCause() instanceof InputCoercionException) {
            return "is out of range" + at(failure);
        }
        return failure instanceof JacksonException ? "is not well-formed JSON" + at(failure) : "cannot be read";
    }

    private static String at(Throwable failure) {
        JsonLocation location = failure instanceof JacksonException jackson ? jackson.getLocation() : null;
        // A part of a tree has no lines.
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static boolean isMap(Object from) {
        return from instanceof Map || (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
    }
}

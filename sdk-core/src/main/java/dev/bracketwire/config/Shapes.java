// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what a record expects. */
final class Shapes {
    private final Map<Class<?>, Shape.Fields> records = new HashMap<>();

    private Shapes() {}

    /** @throws IllegalArgumentException if it holds a type that settings are not read into */
    static Shape of(Class<? extends Record> type) {
        return new Shapes().fields(type);
    }

    private Shape.Fields fields(Class<?> type) {
        Shape.Fields known = records.get(type);
        if (known != null) {
            return known;
        }
        Shape.Fields fields = new Shape.Fields(type);
        records.put(type, fields);
        for (RecordComponent component : type.getRecordComponents()) {
            Shape shape = shape(component.getGenericType(), type.getSimpleName() + "." + component.getName());
            fields.add(new Shape.Component(component.getName(), shape, isNullable(component)));
        }
        return fields;
    }

    private Shape shape(Type type, String where) {
        if (type instanceof Class<?> plain) {
            if (plain.isRecord()) {
                return fields(plain);
            }
            if (Scalars.knows(plain)) {
                return new Shape.Scalar(plain);
            }
        }
        if (type instanceof ParameterizedType generic) {
            Type raw = generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return new Shape.Maybe(shape(arguments[0], where));
            }
            if (raw == List.class || raw == Set.class) {
                return new Shape.Many(shape(arguments[0], where), raw == Set.class);
            }
            if (raw == Map.class && arguments[0] == String.class) {
                return new Shape.Keyed(shape(arguments[1], where));
            }
        }
        throw new IllegalArgumentException(where + " is a " + type.getTypeName()
                + ", which settings are not read into; make it text, a number, a record, or what the guide lists");
    }

    /** By its name: the annotation's own type need not be there at run time. */
    private static boolean isNullable(RecordComponent component) {
        for (Annotation annotation : component.getAnnotatedType().getAnnotations()) {
            if (annotation.annotationType().getName().equals("org.jspecify.annotations.Nullable")) {
                return true;
            }
        }
        return false;
    }
}

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
final class SettingsShapes {
    private final Map<Class<?>, SettingsShape.Fields> records = new HashMap<>();

    private SettingsShapes() {}

    /** @throws IllegalArgumentException if it holds a type that settings are not read into */
    static SettingsShape of(Class<? extends Record> type) {
        return new SettingsShapes().fields(type);
    }

    private SettingsShape.Fields fields(Class<?> type) {
        SettingsShape.Fields known = records.get(type);
        if (known != null) {
            return known;
        }
        SettingsShape.Fields fields = new SettingsShape.Fields(type);
        records.put(type, fields);
        for (RecordComponent component : type.getRecordComponents()) {
            SettingsShape settingsShape =
                    shape(component.getGenericType(), type.getSimpleName() + "." + component.getName());
            fields.add(new SettingsShape.Component(component.getName(), settingsShape, isNullable(component)));
        }
        return fields;
    }

    private SettingsShape shape(Type type, String where) {
        if (type instanceof Class<?> plain) {
            if (plain.isRecord()) {
                return fields(plain);
            }
            if (ScalarReader.knows(plain)) {
                return new SettingsShape.Scalar(plain);
            }
        }
        if (type instanceof ParameterizedType generic) {
            Type raw = generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return new SettingsShape.Maybe(shape(arguments[0], where));
            }
            if (raw == List.class || raw == Set.class) {
                return new SettingsShape.Many(shape(arguments[0], where), raw == Set.class);
            }
            if (raw == Map.class && arguments[0] == String.class) {
                return new SettingsShape.Keyed(shape(arguments[1], where));
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

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import dev.bracketwire.internal.json.Json;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a record, and how to get at them.
 *
 * @param names the columns
 * @param types what each holds
 * @param getters what gives each of them of a row
 */
record Shape(List<String> names, List<Class<?>> types, List<MethodHandle> getters) {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** The components of a record. */
    static Shape of(Class<?> record) {
        Shape shape = new Shape(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (RecordComponent component : record.getRecordComponents()) {
            shape.add(component.getName(), component.getType(), getter(component));
        }
        return shape;
    }

    /** The components of a record, those of records in it as columns of their own. */
    static Shape flat(Class<?> record) {
        Shape shape = new Shape(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        shape.flatten("", record, null);
        return shape;
    }

    private void flatten(String prefix, Class<?> record, @Nullable MethodHandle outer) {
        for (RecordComponent component : record.getRecordComponents()) {
            MethodHandle getter = getter(component);
            MethodHandle whole = outer == null ? getter : MethodHandles.filterReturnValue(outer, nullSafe(getter));
            String name = prefix + component.getName();
            // A record that holds its own kind would never end.
            if (component.getType().isRecord() && component.getType() != record) {
                flatten(name + ".", component.getType(), whole);
            } else {
                add(name, component.getType(), whole);
            }
        }
    }

    private void add(String name, Class<?> type, MethodHandle getter) {
        names.add(name);
        types.add(type);
        getters.add(getter);
    }

    private static MethodHandle getter(RecordComponent component) {
        Method accessor = component.getAccessor();
        if (!accessor.trySetAccessible()) {
            throw new IllegalArgumentException(
                    "the record " + accessor.getDeclaringClass().getName()
                            + " cannot be read: add \"opens "
                            + accessor.getDeclaringClass().getPackageName()
                            + " to dev.bracketwire;\" to your module-info");
        }
        try {
            return LOOKUP.unreflect(accessor).asType(GETTER);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle nullSafe(MethodHandle getter) {
        MethodHandle nothing = MethodHandles.dropArguments(MethodHandles.constant(Object.class, null), 0, Object.class);
        try {
            MethodHandle isNull = LOOKUP.findStatic(
                    java.util.Objects.class, "isNull", MethodType.methodType(boolean.class, Object.class));
            return MethodHandles.guardWithTest(isNull, nothing, getter);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of a column, an {@code Optional} unpacked. */
    @Nullable
    Object get(int column, Object row) {
        Object value;
        try {
            value = (Object) getters.get(column).invokeExact(row);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    /** A row as a map of its columns, what is in them left as it is. */
    static Map<String, @Nullable Object> shallow(Object row) {
        if (!row.getClass().isRecord()) {
            return map(row);
        }
        Shape shape = of(row.getClass());
        Map<String, @Nullable Object> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < shape.names.size(); i++) {
            map.put(shape.names.get(i), shape.get(i, row));
        }
        return map;
    }

    /** What is no record, as a map. */
    @SuppressWarnings("unchecked") // a map of JSON has names for keys
    static Map<String, @Nullable Object> map(Object row) {
        return row instanceof Map
                ? (Map<String, @Nullable Object>) row
                : (Map<String, @Nullable Object>) Json.convert(row, Map.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.json.RecordAccess;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a record, and how to get at them. */
final class RecordShape {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ClassValue<RecordShape> DEEP = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type, false);
        }
    };
    private static final ClassValue<RecordShape> FLAT = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type, true);
        }
    };

    private final List<String> names = new ArrayList<>();
    private final List<MethodHandle> getters = new ArrayList<>();
    private final InlinedHandle reading;

    private RecordShape(Class<?> record, boolean flat) {
        add("", record, null, flat ? Set.of(record) : null);
        reading = all(getters.stream().map(getter -> getter.asType(GETTER)).toList(), Object.class);
    }

    /** Makes of getters one handle that puts what they give into an array of this type. */
    static InlinedHandle all(List<MethodHandle> getters, Class<?> type) {
        Class<?> array = type.arrayType();
        MethodHandle all = MethodHandles.empty(MethodType.methodType(void.class, array, Object.class));
        for (int i = getters.size() - 1; i >= 0; i--) {
            MethodHandle set = MethodHandles.insertArguments(MethodHandles.arrayElementSetter(array), 1, i);
            all = MethodHandles.foldArguments(all, MethodHandles.filterArguments(set, 1, getters.get(i)));
        }
        return InlinedHandle.of(all.asType(MethodType.methodType(Object.class, Object.class, Object.class)));
    }

    /** The components of a record. */
    static RecordShape of(Class<?> record) {
        return DEEP.get(record);
    }

    /** The components of a record, those of records in it as columns of their own. */
    static RecordShape flat(Class<?> record) {
        return FLAT.get(record);
    }

    private void add(String prefix, Class<?> record, @Nullable MethodHandle outer, @Nullable Set<Class<?>> path) {
        for (RecordComponent component : record.getRecordComponents()) {
            MethodHandle getter = getter(component);
            MethodHandle whole =
                    outer == null ? getter : MethodHandles.filterReturnValue(outer.asType(GETTER), nullSafe(getter));
            String name = prefix + component.getName();
            Class<?> type = component.getType();
            // A record that holds its own kind, be it through others, would never end.
            if (path != null && type.isRecord() && !path.contains(type)) {
                Set<Class<?>> deeper = new HashSet<>(path);
                deeper.add(type);
                add(name + ".", type, whole, deeper);
            } else {
                names.add(name);
                getters.add(whole);
            }
        }
    }

    private static MethodHandle getter(RecordComponent component) {
        Method accessor = component.getAccessor();
        if (!RecordAccess.open(accessor)) {
            throw new IllegalArgumentException("the record "
                    + accessor.getDeclaringClass().getName()
                    + " cannot be read: add \"opens "
                    + accessor.getDeclaringClass().getPackageName()
                    + " to dev.bracketwire;\" to your module-info");
        }
        try {
            MethodHandle getter = LOOKUP.unreflect(accessor);
            return getter.asType(getter.type().changeParameterType(0, Object.class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle nullSafe(MethodHandle getter) {
        MethodHandle nothing = MethodHandles.dropArguments(MethodHandles.constant(Object.class, null), 0, Object.class);
        try {
            MethodHandle isNull =
                    LOOKUP.findStatic(Objects.class, "isNull", MethodType.methodType(boolean.class, Object.class));
            return MethodHandles.guardWithTest(isNull, nothing, getter.asType(GETTER));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What gets each column out of a record. */
    List<MethodHandle> getters() {
        return getters;
    }

    /** The names of the columns. */
    List<String> names() {
        return names;
    }

    /** The values of a row, an {@code Optional} unpacked, put into an array with room for them. */
    void read(Object row, @Nullable Object[] into) {
        reading.call(into, row);
        for (int i = 0; i < into.length; i++) {
            if (into[i] instanceof Optional<?> optional) {
                into[i] = optional.orElse(null);
            }
        }
    }

    /** A row as a map of its columns, what is in them left as it is. */
    static Map<String, @Nullable Object> shallow(Object row) {
        return row instanceof Record ? of(row.getClass()).map(row, new LinkedHashMap<>()) : map(row);
    }

    /** Puts the columns of a record into a map. */
    Map<String, @Nullable Object> map(Object row, Map<String, @Nullable Object> into) {
        @Nullable Object[] values = new Object[names.size()];
        read(row, values);
        for (int i = 0; i < values.length; i++) {
            into.put(names.get(i), values[i]);
        }
        return into;
    }

    /** What is no record, as a map. */
    @SuppressWarnings("unchecked") // a map of JSON has names for keys
    static Map<String, @Nullable Object> map(Object row) {
        return row instanceof Map
                ? (Map<String, @Nullable Object>) row
                : (Map<String, @Nullable Object>) Json.convert(row, Map.class);
    }
}

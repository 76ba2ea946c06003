// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records, without a map in between. */
final class RecordBinder<T> implements Binder<T> {
    private static final ClassValue<Constant> MAKERS = new ClassValue<>() {
        @Override
        protected Constant computeValue(Class<?> type) {
            return maker(type, type.getRecordComponents());
        }
    };

    private final Faults faults;
    private final Fields fields;
    private final Constant maker;
    private final List<Slots.Component> components = new ArrayList<>();
    private final List<Slots.NestedSlot> nested = new ArrayList<>();
    private final Map<String, Slots.Component> slots = new HashMap<>();
    private final Map<String, Slots.Component> bare = new HashMap<>();
    private boolean whole;

    RecordBinder(Class<T> type, Faults faults) {
        RecordComponent[] parts = type.getRecordComponents();
        this.faults = faults;
        this.fields = new Fields(parts.length);
        this.maker = MAKERS.get(type);
        Slots making = new Slots(fields, faults);
        for (int i = 0; i < parts.length; i++) {
            Slots.Component slot = making.of(parts[i].getName(), i, parts[i].getGenericType(), nullable(parts[i]));
            components.add(slot);
            slots.put(slot.column, slot);
            bare.putIfAbsent(Names.bare(slot.column), slot);
            if (slot instanceof Slots.NestedSlot inner) {
                nested.add(inner);
            }
        }
    }

    private static Constant maker(Class<?> type, RecordComponent[] parts) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new));
            if (!constructor.trySetAccessible()) {
                throw new IllegalArgumentException("the record " + type.getName() + " cannot be made: add \"opens "
                        + type.getPackageName() + " to dev.bracketwire;\" to your module-info");
            }
            return Fields.maker(constructor);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the canonical constructor of " + type.getName() + " cannot be called", e);
        }
    }

    private static boolean nullable(RecordComponent part) {
        for (Annotation annotation : part.getAnnotatedType().getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Slot slot(String column) {
        Slot slot = slots.get(column);
        if (slot != null) {
            return slot;
        }
        int dot = column.indexOf('.');
        return dot > 0 && slots.get(column.substring(0, dot)) instanceof Slots.NestedSlot inner
                ? inner.below(column)
                : bare.get(Names.bare(column));
    }

    @Override
    public List<String> missing(List<String> columns) {
        List<String> missing = new ArrayList<>();
        for (Slots.Component component : components) {
            boolean there = columns.stream()
                    .anyMatch(column -> slot(column) == component || column.startsWith(component.column + "."));
            if (!there && component.optional) {
                component.absent();
            } else if (!there) {
                missing.add(component.column);
            }
        }
        whole = true;
        return missing;
    }

    @Override
    public void begin() {
        if (whole) {
            return;
        }
        for (Slots.Component component : components) {
            fields.objects[component.index] = null;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the maker is that of T
    public @Nullable T build() {
        for (Slots.NestedSlot slot : nested) {
            slot.finish();
        }
        if (!whole) {
            for (Slots.Component slot : components) {
                if (slot.row != faults.row() && !(slot instanceof Slots.NestedSlot)) {
                    slot.absent();
                }
            }
        }
        if (faults.any()) {
            return null;
        }
        try {
            return (T) maker.call(fields, fields);
        } catch (IllegalArgumentException e) {
            faults.add("", "is refused: " + e.getMessage(), "");
            return null;
        }
    }
}

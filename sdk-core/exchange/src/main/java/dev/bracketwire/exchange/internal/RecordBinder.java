// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.internal.json.RecordAccess;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps the columns of a header to the components of a record, and makes a record of each row. */
final class RecordBinder<T> implements RowBinder<T> {
    private static final ClassValue<InlinedHandle> MAKERS = new ClassValue<>() {
        @Override
        protected InlinedHandle computeValue(Class<?> type) {
            return maker(type, type.getRecordComponents());
        }
    };

    private final ProblemCollector problemCollector;
    private final ConstructorArguments constructorArguments;
    private final InlinedHandle maker;
    private final List<ColumnSetters.Component> components = new ArrayList<>();
    private final List<ColumnSetters.NestedSlot> nested = new ArrayList<>();
    private final Map<String, ColumnSetters.Component> slots = new HashMap<>();
    private final Map<String, ColumnSetters.Component> bare = new HashMap<>();
    private boolean whole;

    RecordBinder(Class<T> type, ProblemCollector problemCollector) {
        RecordComponent[] parts = type.getRecordComponents();
        this.problemCollector = problemCollector;
        this.constructorArguments = new ConstructorArguments(parts.length);
        this.maker = MAKERS.get(type);
        ColumnSetters making = new ColumnSetters(constructorArguments, problemCollector);
        for (int i = 0; i < parts.length; i++) {
            ColumnSetters.Component slot =
                    making.of(parts[i].getName(), i, parts[i].getGenericType(), nullable(parts[i]));
            components.add(slot);
            slots.put(slot.column, slot);
            bare.putIfAbsent(ColumnNames.bare(slot.column), slot);
            if (slot instanceof ColumnSetters.NestedSlot inner) {
                nested.add(inner);
            }
        }
    }

    private static InlinedHandle maker(Class<?> type, RecordComponent[] parts) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new));
            if (!RecordAccess.open(constructor)) {
                throw new IllegalArgumentException("the record " + type.getName() + " cannot be made: add \"opens "
                        + type.getPackageName() + " to dev.bracketwire;\" to your module-info");
            }
            return ConstructorArguments.maker(constructor);
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
    public @Nullable ColumnSetter slot(String column) {
        ColumnSetter columnSetter = slots.get(column);
        if (columnSetter != null) {
            return columnSetter;
        }
        int dot = column.indexOf('.');
        return dot > 0 && slots.get(column.substring(0, dot)) instanceof ColumnSetters.NestedSlot inner
                ? inner.below(column)
                : bare.get(ColumnNames.bare(column));
    }

    @Override
    public List<String> missing(List<String> columns) {
        List<String> missing = new ArrayList<>();
        for (ColumnSetters.Component component : components) {
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
        for (ColumnSetters.Component component : components) {
            constructorArguments.objects[component.index] = null;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the maker is that of T
    public @Nullable T build() {
        for (ColumnSetters.NestedSlot slot : nested) {
            slot.finish();
        }
        if (!whole) {
            for (ColumnSetters.Component slot : components) {
                if (slot.row != problemCollector.row() && !(slot instanceof ColumnSetters.NestedSlot)) {
                    slot.absent();
                }
            }
        }
        if (problemCollector.any()) {
            return null;
        }
        try {
            return (T) maker.call(constructorArguments, constructorArguments);
        } catch (IllegalArgumentException e) {
            problemCollector.add("", "is refused: " + e.getMessage(), "");
            return null;
        }
    }
}

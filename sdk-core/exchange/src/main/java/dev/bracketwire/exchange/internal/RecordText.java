// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a record as text, without a box for a number or a list of what they were. */
final class RecordText {
    private static final MethodType OBJECT = MethodType.methodType(Object.class, Object.class);
    private static final MethodType TEXT = MethodType.methodType(String.class, Object.class);
    private static final ClassValue<RecordText> BARE = of("cell");
    private static final ClassValue<RecordText> GUARDED = of("guarded");

    private final InlinedHandle reading;

    private RecordText(Class<?> record, String text) {
        try {
            MethodHandle any = MethodHandles.lookup().findStatic(ValueText.class, text, TEXT);
            List<MethodHandle> getters = new ArrayList<>();
            for (MethodHandle getter : RecordShape.flat(record).getters()) {
                getters.add(text(getter, any));
            }
            reading = RecordShape.all(getters, String.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle text(MethodHandle getter, MethodHandle any) throws ReflectiveOperationException {
        Class<?> type = getter.type().returnType();
        if (!type.isPrimitive() || type == char.class) {
            return MethodHandles.filterReturnValue(getter.asType(OBJECT), any);
        }
        Class<?> taken = type == short.class || type == byte.class ? int.class : type;
        MethodHandle number = MethodHandles.publicLookup()
                .findStatic(String.class, "valueOf", MethodType.methodType(String.class, taken));
        return MethodHandles.filterReturnValue(getter.asType(getter.type().changeReturnType(taken)), number);
    }

    private static ClassValue<RecordText> of(String text) {
        return new ClassValue<>() {
            @Override
            protected RecordText computeValue(Class<?> type) {
                return new RecordText(type, text);
            }
        };
    }

    /** The columns of a record, those of records in it as columns of their own. */
    static RecordText of(Class<?> record, boolean guarded) {
        return (guarded ? GUARDED : BARE).get(record);
    }

    /** The texts of a row, null where nothing is, put into an array with room for them. */
    void read(Object row, @Nullable String[] into) {
        reading.call(into, row);
    }
}

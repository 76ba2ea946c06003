// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a record as text, without a box for a number or a list of what they were. */
final class Texts {
    private static final MethodType OBJECT = MethodType.methodType(Object.class, Object.class);
    private static final MethodType TEXT = MethodType.methodType(String.class, Object.class);
    private static final ClassValue<Texts> BARE = of("cell");
    private static final ClassValue<Texts> GUARDED = of("guarded");

    private final Constant reading;

    private Texts(Class<?> record, String text) {
        try {
            MethodHandle any = MethodHandles.lookup().findStatic(Cells.class, text, TEXT);
            List<MethodHandle> getters = new ArrayList<>();
            for (MethodHandle getter : Shape.flat(record).getters()) {
                getters.add(text(getter, any));
            }
            reading = Shape.all(getters, String.class);
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

    private static ClassValue<Texts> of(String text) {
        return new ClassValue<>() {
            @Override
            protected Texts computeValue(Class<?> type) {
                return new Texts(type, text);
            }
        };
    }

    /** The columns of a record, those of records in it as columns of their own. */
    static Texts of(Class<?> record, boolean guarded) {
        return (guarded ? GUARDED : BARE).get(record);
    }

    /** The texts of a row, null where nothing is, put into an array with room for them. */
    void read(Object row, @Nullable String[] into) {
        reading.call(into, row);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The arguments of a record's constructor, numbers unboxed. */
final class ConstructorArguments {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    final long[] numbers;
    final @Nullable Object[] objects;

    ConstructorArguments(int count) {
        numbers = new long[count];
        objects = new Object[count];
    }

    /** Makes of a constructor a handle that takes these fields and gives an {@code Object}, without boxing a number. */
    static InlinedHandle maker(Constructor<?> constructor) throws IllegalAccessException {
        MethodHandle maker = LOOKUP.unreflectConstructor(constructor);
        Class<?>[] types = constructor.getParameterTypes();
        MethodHandle[] getters = new MethodHandle[types.length];
        for (int i = 0; i < types.length; i++) {
            getters[i] = getter(types[i], i);
        }
        MethodHandle taking = MethodHandles.filterArguments(maker, 0, getters);
        MethodType one = MethodType.methodType(constructor.getDeclaringClass(), ConstructorArguments.class);
        MethodHandle making = MethodHandles.permuteArguments(taking, one, new int[types.length]);
        return InlinedHandle.of(MethodHandles.dropArguments(making, 1, Object.class)
                .asType(MethodType.methodType(Object.class, Object.class, Object.class)));
    }

    private static MethodHandle getter(Class<?> type, int index) throws IllegalAccessException {
        try {
            Class<?> held = type == double.class || type == float.class
                    ? double.class
                    : type == boolean.class ? boolean.class : type.isPrimitive() ? long.class : Object.class;
            MethodHandle get = LOOKUP.findVirtual(
                    ConstructorArguments.class,
                    held.getSimpleName().toLowerCase(Locale.ROOT) + "At",
                    MethodType.methodType(held, int.class));
            MethodHandle at = MethodHandles.insertArguments(get, 1, index);
            return MethodHandles.explicitCastArguments(at, MethodType.methodType(type, ConstructorArguments.class));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    long longAt(int index) {
        return numbers[index];
    }

    double doubleAt(int index) {
        return Double.longBitsToDouble(numbers[index]);
    }

    boolean booleanAt(int index) {
        return numbers[index] != 0;
    }

    @Nullable
    Object objectAt(int index) {
        return objects[index];
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a type with its parameters, which a {@link Class} cannot.
 *
 * <pre>{@code
 * List<Player> players = api.get("/players", new TypeRef<List<Player>>() {}).get();
 * }</pre>
 *
 * @param <T> the type named
 */
public abstract class TypeRef<T> {
    private final Type type;

    /** Takes the type from the subclass, so it must be written out there: {@code new TypeRef<List<Player>>() {}}. */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
            throw new IllegalArgumentException("TypeRef needs its type written out: new TypeRef<List<Player>>() {}");
        }
        this.type = parameterized.getActualTypeArguments()[0];
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    /** Names a type without parameters. */
    public static <T> TypeRef<T> of(Class<T> type) {
        return new TypeRef<>(type) {};
    }

    /** Names a type that is known only when the program runs, such as the return type of a method. */
    public static TypeRef<?> of(Type type) {
        return new TypeRef<>(type) {};
    }

    /** The type. */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TypeRef<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}

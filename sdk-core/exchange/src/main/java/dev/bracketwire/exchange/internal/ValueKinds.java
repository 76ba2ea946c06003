// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.exchange.Column.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Recognises the kind of a value by its text. */
public final class ValueKinds {
    private static final Map<Kind, ScalarType> SCALARS = new EnumMap<>(Map.of(
            Kind.WHOLE, scalar(BigInteger.class),
            Kind.DECIMAL, scalar(BigDecimal.class),
            Kind.TRUTH, scalar(Boolean.class),
            Kind.DATE, scalar(LocalDate.class),
            Kind.INSTANT, scalar(Instant.class)));

    private ValueKinds() {}

    private static ScalarType scalar(Class<?> type) {
        return Objects.requireNonNull(ScalarType.of(type));
    }

    /** A value as text. */
    public static String text(Object value) {
        return ValueText.text(value);
    }

    /** Why a text is not of a kind, null if it is. */
    public static @Nullable String rule(Kind kind, String text) {
        ScalarType scalarType = SCALARS.get(kind);
        if (scalarType == null) {
            return null;
        }
        try {
            Objects.requireNonNull(scalarType.parse().apply(text.strip()));
            return null;
        } catch (IllegalArgumentException | DateTimeException e) {
            return scalarType.rule();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

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

/** What text of each kind looks like. */
public final class Kinds {
    private static final Map<Kind, Scalar> SCALARS = new EnumMap<>(Map.of(
            Kind.WHOLE, scalar(BigInteger.class),
            Kind.DECIMAL, scalar(BigDecimal.class),
            Kind.TRUTH, scalar(Boolean.class),
            Kind.DATE, scalar(LocalDate.class),
            Kind.INSTANT, scalar(Instant.class)));

    private Kinds() {}

    private static Scalar scalar(Class<?> type) {
        return Objects.requireNonNull(Scalar.of(type));
    }

    /** A value as text. */
    public static String text(Object value) {
        return Cells.text(value);
    }

    /** Why a text is not of a kind, null if it is. */
    public static @Nullable String rule(Kind kind, String text) {
        Scalar scalar = SCALARS.get(kind);
        if (scalar == null) {
            return null;
        }
        try {
            Objects.requireNonNull(scalar.parse().apply(text.strip()));
            return null;
        } catch (IllegalArgumentException | DateTimeException e) {
            return scalar.rule();
        }
    }
}

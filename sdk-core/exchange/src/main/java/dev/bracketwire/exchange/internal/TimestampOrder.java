// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.exchange.ExchangeException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares times that two formats wrote. */
public final class TimestampOrder {
    private static final List<ScalarType> KINDS = List.of(
            scalar(Instant.class), scalar(LocalDateTime.class), scalar(LocalDate.class), scalar(BigDecimal.class));

    private TimestampOrder() {}

    private static ScalarType scalar(Class<?> type) {
        return Objects.requireNonNull(ScalarType.of(type));
    }

    /** Compares two values; nothing is before everything. */
    @SuppressWarnings("unchecked") // both are of the kind that read them
    public static int compare(String column, @Nullable Object left, @Nullable Object right) {
        String one = text(left);
        String other = text(right);
        if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
            return Boolean.compare(!one.isEmpty(), !other.isEmpty());
        }
        for (ScalarType kind : KINDS) {
            try {
                return ((Comparable<Object>) kind.parse().apply(one))
                        .compareTo(kind.parse().apply(other));
            } catch (IllegalArgumentException | DateTimeException e) {
                // The next kind may fit.
            }
        }
        throw new ExchangeException(
                "which row is newer cannot be told by the column " + column
                        + ": both need an instant, a date, a date and time, or a number there",
                null);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : ValueText.text(value).strip();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A type that is written as text.
 *
 * @param is what its text must be, as in {@code is no whole number}
 * @param parse reads the text; an {@link IllegalArgumentException} or {@link DateTimeException} says that it is none
 */
record ScalarType(String is, Function<String, Object> parse) {
    // Not "NaN", "Infinity", "1d", or "0x1p3", which Java reads too.
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final int DIGITS = 1000;

    private static final Map<Class<?>, ScalarType> KNOWN = Map.ofEntries(
            Map.entry(BigDecimal.class, new ScalarType("number", text -> new BigDecimal(decimal(text)))),
            Map.entry(BigInteger.class, new ScalarType("whole number", text -> new BigInteger(decimal(text)))),
            Map.entry(Double.class, new ScalarType("number", ScalarType::finite)),
            Map.entry(Float.class, new ScalarType("number", text -> finite(text).floatValue())),
            Map.entry(Boolean.class, new ScalarType("truth value (true or false)", ScalarType::truth)),
            Map.entry(Character.class, new ScalarType("single character", ScalarType::character)),
            Map.entry(LocalDate.class, new ScalarType("date such as 2026-11-21", LocalDate::parse)),
            Map.entry(LocalTime.class, new ScalarType("time such as 18:30", LocalTime::parse)),
            Map.entry(
                    LocalDateTime.class,
                    new ScalarType("date and time such as 2026-11-21T18:30", LocalDateTime::parse)),
            Map.entry(
                    Instant.class,
                    new ScalarType(
                            "instant such as 2026-11-21T18:30:00Z",
                            text -> OffsetDateTime.parse(text).toInstant())),
            Map.entry(
                    OffsetDateTime.class,
                    new ScalarType("date and time such as 2026-11-21T18:30:00+01:00", OffsetDateTime::parse)),
            Map.entry(
                    ZonedDateTime.class,
                    new ScalarType("date and time such as 2026-11-21T18:30:00+01:00", ZonedDateTime::parse)),
            Map.entry(Duration.class, new ScalarType("duration such as PT30S", Duration::parse)),
            Map.entry(UUID.class, new ScalarType("UUID", ScalarType::uuid)),
            Map.entry(URI.class, new ScalarType("URI", URI::create)));

    static @Nullable ScalarType of(Class<?> type) {
        return type.isEnum() ? constants(type) : KNOWN.get(type);
    }

    private static ScalarType constants(Class<?> type) {
        Map<String, Object> constants = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
        }
        return new ScalarType("one of " + String.join(", ", new TreeSet<>(constants.keySet())), text -> {
            Object constant = constants.get(text.toLowerCase(Locale.ROOT));
            if (constant == null) {
                throw new IllegalArgumentException("unknown");
            }
            return constant;
        });
    }

    String rule() {
        return is.startsWith("one of") ? "is none of" + is.substring("one of".length()) : "is no " + is;
    }

    private static String decimal(String text) {
        if (text.length() > DIGITS || !DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no number");
        }
        return text;
    }

    private static Double finite(String text) {
        double number = Double.parseDouble(decimal(text));
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("too large");
        }
        return number;
    }

    private static Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("not one");
        }
        return text.charAt(0);
    }

    // UUID.fromString takes "1-1-1-1-1".
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (text.length() != 36) {
            throw new IllegalArgumentException("short");
        }
        return uuid;
    }
}

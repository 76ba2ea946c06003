// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads text as a value of one of the types that have no parts. */
final class ScalarReader {
    private static final Map<Class<?>, Conversion> CONVERSIONS = new HashMap<>();

    static {
        add(String.class, "be text", text -> text);
        add(boolean.class, Boolean.class, "be true or false", ScalarReader::truth);
        String whole = "be a whole number from ";
        add(byte.class, Byte.class, whole + "-128 to 127", text -> Byte.parseByte(digits(text)));
        add(short.class, Short.class, whole + "-32768 to 32767", text -> Short.parseShort(digits(text)));
        add(int.class, Integer.class, whole + "-2147483648 to 2147483647", text -> Integer.parseInt(digits(text)));
        add(
                long.class,
                Long.class,
                whole + "-9223372036854775808 to 9223372036854775807",
                text -> Long.parseLong(digits(text)));
        add(float.class, Float.class, "be a number such as 2.5", text -> {
            float number = Float.parseFloat(decimal(text));
            return finite(number, Float.isInfinite(number));
        });
        add(double.class, Double.class, "be a number such as 2.5", text -> {
            double number = Double.parseDouble(decimal(text));
            return finite(number, Double.isInfinite(number));
        });
        add(URI.class, "be a URI such as https://example.org/a", text -> URI.create(filled(text)));
        add(Path.class, "be the path of a file", text -> Path.of(filled(text)));
        add(Duration.class, "be a duration such as 500ms, 5s, 2m, 1h, 1d or PT1H30M", DurationText::parse);
        add(Instant.class, "be an instant such as 2026-11-21T18:00:00Z", Instant::parse);
        add(LocalDate.class, "be a date such as 2026-11-21", LocalDate::parse);
        add(ZoneId.class, "be a time zone such as Europe/Berlin", ZoneId::of);
    }

    private ScalarReader() {}

    static boolean knows(Class<?> type) {
        return type == Secret.class || type.isEnum() || CONVERSIONS.containsKey(type);
    }

    /** Returns the expected form, to be read after "must". */
    static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "));
        }
        Conversion conversion = CONVERSIONS.get(type);
        return conversion == null ? "be text" : conversion.expected;
    }

    /** Whether code gave what is wanted, so that no text needs to be read. */
    static boolean fits(Class<?> type, Object given) {
        return type.isInstance(given) && !(given instanceof String);
    }

    /** Reads the text, or gives nothing where it is not of this type. */
    static Optional<Object> read(Class<?> type, String text) {
        if (type.isEnum()) {
            return Optional.ofNullable(constant(type, text.strip().replace('-', '_')));
        }
        Conversion conversion = CONVERSIONS.get(type);
        if (conversion == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(conversion.parse.apply(type == String.class ? text : text.strip()));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty(); // its message may show the text
        }
    }

    private static @Nullable Object constant(Class<?> type, String name) {
        Object found = null;
        for (Object constant : type.getEnumConstants()) {
            String own = ((Enum<?>) constant).name();
            if (own.equals(name)) {
                return constant;
            }
            found = found == null && own.equalsIgnoreCase(name) ? constant : found;
        }
        return found;
    }

    private static Object truth(String text) {
        check(text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
        return Boolean.parseBoolean(text);
    }

    /** Java reads the digits of every script. */
    private static String digits(String text) {
        check(text.matches("[+-]?[0-9]++"));
        return text;
    }

    /** Java reads {@code NaN}, {@code 0x1p3} and {@code 1d} too. */
    private static String decimal(String text) {
        check(text.matches("[+-]?[0-9]++(\\.[0-9]++)?([eE][+-]?[0-9]++)?"));
        return text;
    }

    private static Object finite(Number number, boolean infinite) {
        check(!infinite);
        return number;
    }

    private static String filled(String text) {
        check(!text.isEmpty());
        return text;
    }

    private static void check(boolean right) {
        if (!right) {
            throw new IllegalArgumentException();
        }
    }

    private static void add(Class<?> primitive, Class<?> boxed, String expected, Function<String, Object> parse) {
        add(primitive, expected, parse);
        add(boxed, expected, parse);
    }

    private static void add(Class<?> type, String expected, Function<String, Object> parse) {
        CONVERSIONS.put(type, new Conversion(expected, parse));
    }

    private record Conversion(String expected, Function<String, Object> parse) {}
}

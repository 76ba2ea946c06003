// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bracketwire.speedgaming.FeedDrift;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads described objects from a parser, converts values of another type where nothing is lost, and counts how the fields
 * differ from the description. A value that cannot be converted is a problem of the object; the reader then goes on, so that
 * the parser is always at the end of the object afterwards.
 */
final class FeedFieldReader {
    private static final int LONGEST_LIST = 1_000;
    private static final int MOST_PATHS = 500;
    private static final int LONGEST_NUMBER = 40;

    // Also 2026-09-01 18:00Z, +0000 and +00, but no time without an offset, as its zone is unknown.
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    private final Map<String, Integer> unknown = new HashMap<>();
    private final Map<String, Integer> missing = new HashMap<>();
    private final Map<String, Integer> retyped = new HashMap<>();
    private final JsonParser parser;
    private @Nullable FieldProblem problem;

    FeedFieldReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Returns the first problem of the objects read since the last call; null if there was none. */
    @Nullable
    FieldProblem takeProblem() {
        FieldProblem first = problem;
        problem = null;
        return first;
    }

    void report(FieldProblem found) {
        problem = problem == null ? found : problem;
    }

    FeedDrift drift() {
        return new FeedDrift(unknown, missing, retyped);
    }

    /** Reads the object that begins at the current token. Returns null if the token is null or no object. */
    @Nullable
    FieldValues object(FeedField field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType(field, FeedField.Type.OBJECT);
            return null;
        }
        FieldValues values = new FieldValues();
        List<String> seen = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            FeedField child = field.fields().get(name);
            if (child == null) {
                count(unknown, field.child(FeedJson.shown(FeedJson.clean(name))));
                parser.skipChildren();
                continue;
            }
            seen.add(name);
            Object value = value(child);
            if (value != null) {
                values.put(name, value);
            }
        }
        for (FeedField child : field.fields().values()) {
            if (!seen.contains(child.name())) {
                count(missing, child.path());
            }
        }
        return values;
    }

    private @Nullable Object value(FeedField field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (field.type()) {
            case OBJECT -> object(field);
            case LIST -> list(field);
            case TEXT -> text(field);
            case FLAG -> flag(field);
            case TIME -> time(field);
            case NUMBER, KEY -> number(field);
            case UNUSED -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    private @Nullable List<FieldValues> list(FeedField field) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType(field, field.type());
            return null;
        }
        List<FieldValues> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (all.size() == LONGEST_LIST) {
                report(new FieldProblem(
                        field.path(), "more than " + LONGEST_LIST, "a list of at most " + LONGEST_LIST));
                parser.skipChildren();
                continue;
            }
            FieldValues each = object(field);
            if (each != null) {
                all.add(each);
            }
        }
        return all;
    }

    private @Nullable String text(FeedField field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return FeedJson.clean(parser.getText());
        }
        if (parser.currentToken().isNumeric()) {
            count(retyped, field.path());
            return parser.getText(); // the digits as written, as a double would change a long id
        }
        wrongType(field, field.type());
        return null;
    }

    private @Nullable Boolean flag(FeedField field) throws IOException {
        if (parser.currentToken().isBoolean()) {
            return parser.getBooleanValue();
        }
        String text = parser.currentToken().isScalarValue() ? parser.getText().strip() : "[";
        Boolean flag = switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> Boolean.TRUE;
            case "0", "false", "" -> Boolean.FALSE;
            default -> null;
        };
        if (flag == null) {
            wrongType(field, field.type());
        } else {
            count(retyped, field.path());
        }
        return flag;
    }

    private @Nullable Long number(FeedField field) throws IOException {
        boolean scalar = parser.currentToken().isNumeric() || parser.currentToken() == JsonToken.VALUE_STRING;
        String text = scalar ? parser.getText().strip() : "";
        if (parser.currentToken() == JsonToken.VALUE_STRING && text.isEmpty()) {
            return null; // unset
        }
        Long number = whole(text);
        if (number == null) {
            wrongType(field, field.type());
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            count(retyped, field.path());
        }
        if (field.type() == FeedField.Type.KEY && number < 1) {
            report(new FieldProblem(field.path(), text, field.type().expected));
            return null;
        }
        return number;
    }

    private static @Nullable Long whole(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Instant time(FeedField field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongType(field, field.type());
            return null;
        }
        String text = parser.getText().strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text, TIME);
            if (time.getYear() >= 2000 && time.getYear() < 3000) { // 0000 and 9999 are no dates of a match
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // reported below, with the field
        }
        report(new FieldProblem(field.path(), quoted(text), field.type().expected));
        return null;
    }

    private void wrongType(FeedField field, FeedField.Type expected) throws IOException {
        JsonToken token = parser.currentToken();
        String found = token.isNumeric()
                ? FeedJson.shown(parser.getText())
                : token == JsonToken.VALUE_STRING ? quoted(parser.getText()) : FeedJson.kind(token);
        count(retyped, field.path());
        report(new FieldProblem(field.path(), found, expected.expected));
        parser.skipChildren();
    }

    private static String quoted(String text) {
        return '"' + FeedJson.shown(FeedJson.clean(text)) + '"';
    }

    private static void count(Map<String, Integer> counts, String path) {
        if (counts.size() < MOST_PATHS || counts.containsKey(path)) {
            counts.merge(path, 1, Integer::sum);
        }
    }
}

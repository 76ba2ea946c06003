// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads columns of a row, and refuses values that no program of this version has written, so that damage is never guessed at. */
final class StoredRow {
    private final ResultSet row;
    private final String thing;
    private final String key;

    /**
     * Reads the row at which a result stands.
     *
     * @param thing the kind of the row, for messages, such as {@code match}
     * @param key the column that identifies the row in messages
     */
    StoredRow(ResultSet row, String thing, String key) {
        this.row = row;
        this.thing = thing;
        this.key = key;
    }

    String text(String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            throw damaged(column);
        }
        return text;
    }

    @Nullable
    String optionalText(String column) throws SQLException {
        return row.getString(column);
    }

    long number(String column) throws SQLException {
        Long number = optionalNumber(column);
        if (number == null) {
            throw damaged(column);
        }
        return number;
    }

    @Nullable
    Long optionalNumber(String column) throws SQLException {
        Object value = row.getObject(column);
        if (value == null) {
            return null;
        }
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw damaged(column); // SQLite keeps texts in columns of numbers
    }

    int small(String column) throws SQLException {
        long number = number(column);
        if (number != (int) number) {
            throw damaged(column);
        }
        return (int) number;
    }

    boolean flag(String column) throws SQLException {
        long number = number(column);
        if (number != 0 && number != 1) {
            throw damaged(column);
        }
        return number == 1;
    }

    Instant time(String column) throws SQLException {
        return Instant.ofEpochMilli(number(column));
    }

    @Nullable
    Instant optionalTime(String column) throws SQLException {
        Long millis = optionalNumber(column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    <E extends Enum<E>> E constant(Class<E> type, String column) throws SQLException {
        String name = text(column);
        return checked(column, () -> Enum.valueOf(type, name));
    }

    /** Reads a JSON array, each of whose elements the function reads or refuses by an IllegalArgumentException. */
    <T> List<T> list(String column, Function<JsonNode, T> element) throws SQLException {
        JsonNode array = json(column);
        if (!array.isArray()) {
            throw damaged(column);
        }
        List<T> all = new ArrayList<>();
        for (JsonNode each : array) {
            all.add(checked(column, () -> element.apply(each)));
        }
        return all;
    }

    JsonNode json(String column) throws SQLException {
        try {
            return ScheduleTables.JSON.readTree(text(column));
        } catch (JsonProcessingException e) {
            throw damaged(column);
        }
    }

    /** Makes a value of columns, whose own checks refuse damage too. */
    <T> T checked(String column, Supplier<T> value) throws SQLException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw damaged(column);
        }
    }

    StoreException damaged(String column) throws SQLException {
        return damaged(thing, row.getString(key), column);
    }

    static StoreException damaged(String thing, @Nullable Object key, String column) {
        return new StoreException(
                StoreException.Reason.DAMAGED,
                "the column " + column + " of " + thing + " " + key + " cannot be read; restore the row from a backup",
                null);
    }

    /** Reads an element of a list that is text. */
    static String textOf(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("no text");
        }
        return node.textValue();
    }
}

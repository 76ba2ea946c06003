// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.TypeRef;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.RowProblem;
import dev.bracketwire.exchange.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns rows into records of the user's and back, by the rules that files follow: so one record fits both. */
public final class RowObjects {
    private RowObjects() {}

    /**
     * Reads maps as records. A row that does not fit is left out and reported.
     *
     * @param problems takes each problem; its row is counted from 1
     */
    public static <T> List<T> read(
            Iterable<? extends Map<String, ? extends @Nullable Object>> rows,
            Class<T> type,
            Consumer<? super RowProblem> problems) {
        try (Rows<T> read = Format.jsonLines().read(new ByteArrayInputStream(written(rows)), type)) {
            List<T> records = new ArrayList<>();
            read.forEach(records::add);
            read.problems().forEach(problems);
            return records;
        }
    }

    /** Returns records or maps as maps. */
    public static List<Map<String, @Nullable Object>> maps(Iterable<?> rows) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        try (Rows<Map<String, @Nullable Object>> read = Format.jsonLines()
                .read(new ByteArrayInputStream(written(rows)), new TypeRef<Map<String, @Nullable Object>>() {})) {
            read.forEach(maps::add);
        }
        return maps;
    }

    private static byte[] written(Iterable<?> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Format.jsonLines().write(bytes, rows);
        return bytes.toByteArray();
    }
}

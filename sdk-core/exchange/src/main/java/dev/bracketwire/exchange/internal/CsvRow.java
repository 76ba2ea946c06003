// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the fields of one row after the other, the header first. */
final class CsvRow<T> extends AbstractBaseCsvCallbackHandler<T> {
    private static final int MOST_COLUMNS = 10_000;
    private static final char[] NOTHING = {};

    private final CsvOptions options;
    private final RowBinder<T> rowBinder;
    private final ProblemCollector problemCollector;
    private final TextDecoding textDecoding;
    private final @Nullable String nullText;
    private final char quote;
    private final boolean strict;

    private final List<String> first = new ArrayList<>();
    private @Nullable ColumnSetter @Nullable [] slots;
    private List<String> columns = List.of();
    private long rows;
    private long line = 1;

    CsvRow(CsvOptions options, RowBinder<T> rowBinder, ProblemCollector problemCollector, TextDecoding textDecoding) {
        this.options = options;
        this.rowBinder = rowBinder;
        this.problemCollector = problemCollector;
        this.textDecoding = textDecoding;
        this.nullText = options.nullText;
        this.quote = options.quote;
        this.strict = !options.looseQuotes;
        if (!options.header && !options.columns.isEmpty()) {
            begin(options.columns);
        }
    }

    long count() {
        return rows;
    }

    /** The field at which the parser is. */
    long field() {
        return getFieldCount() + 1L;
    }

    @Override
    protected void handleBegin(long startingLine) {
        line = startingLine;
        problemCollector.begin(rows + 1, startingLine);
        if (slots != null) {
            rowBinder.begin();
        }
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        @Nullable ColumnSetter[] known = slots;
        if (known == null) {
            headerField(new String(buffer, offset, length));
        } else if (index < known.length) {
            ColumnSetter columnSetter = known[index];
            if (columnSetter != null) {
                field(columnSetter, buffer, offset, length, quoted);
            }
        }
    }

    private void field(ColumnSetter columnSetter, char[] buffer, int offset, int length, boolean quoted) {
        if (length > options.limit) {
            problemCollector.add(columnSetter.column, "is longer than " + options.limit + " characters", "");
            return;
        }
        if (textDecoding.plain() && nullText == null && (quoted || !strict || !textDecoding.quotes())) {
            columnSetter.chars(buffer, offset, length);
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            if (c == 0 || (c == quote && !quoted && strict)) {
                String rule = c == 0 ? "holds a NUL" : "holds a quote, though it is not quoted";
                problemCollector.add(columnSetter.column, rule, new String(buffer, offset, length).replace('\0', '␀'));
                return;
            }
        }
        if (!quoted && nullText != null && nullText.contentEquals(CharBuffer.wrap(buffer, offset, length))) {
            columnSetter.value(null);
        } else if (textDecoding.ascii()) {
            columnSetter.chars(buffer, offset, length);
        } else {
            columnSetter.text(checked(columnSetter, new String(buffer, offset, length)));
        }
    }

    private String checked(ColumnSetter columnSetter, String text) {
        String meant = Mojibake.repaired(text);
        if (meant == null) {
            return text;
        }
        problemCollector.warn(
                columnSetter.column,
                "was UTF-8 taken for another encoding, and should be \"" + meant + "\""
                        + (options.repair ? ": it was repaired" : "; repairMojibake() repairs it"),
                text);
        return options.repair ? meant : text;
    }

    private void headerField(String name) {
        if (first.size() == MOST_COLUMNS) {
            throw problemCollector.damaged(MOST_COLUMNS, "has more than " + MOST_COLUMNS + " columns", null);
        }
        first.add(name);
    }

    @Override
    protected void handleEmpty() {
        // In a table of one column, an empty line is an empty field.
        if (slots == null ? !options.header : slots.length == 1) {
            handleField(0, NOTHING, 0, 0, false);
        }
    }

    @Override
    protected @Nullable T buildRecord() {
        boolean blank = getRecordType() == RecordType.EMPTY;
        if (slots == null) {
            return blank && first.isEmpty() ? null : opened();
        }
        if (blank && slots.length > 1) {
            problemCollector.begin(rows, line);
            return null;
        }
        rows++;
        int count = blank ? 1 : getFieldCount();
        if (count != columns.size()) {
            problemCollector.add(
                    "",
                    "has " + count + (count == 1 ? " field" : " fields") + ", and should have " + columns.size(),
                    "");
        }
        T row = problemCollector.any() ? null : rowBinder.build();
        if (problemCollector.any() || row == null) {
            problemCollector.drop(rowBinder::data);
            return null;
        }
        return row;
    }

    private @Nullable T opened() {
        if (options.header) {
            begin(header());
            return null;
        }
        List<String> numbered = new ArrayList<>();
        first.forEach(name -> numbered.add(Integer.toString(numbered.size() + 1)));
        begin(numbered);
        rowBinder.begin();
        @Nullable ColumnSetter[] known = Objects.requireNonNull(slots);
        for (int i = 0; i < known.length; i++) {
            ColumnSetter columnSetter = known[i];
            if (columnSetter != null) {
                columnSetter.text(first.get(i));
            }
        }
        rows++;
        return rowBinder.build();
    }

    private List<String> header() {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : first) {
            String bare = name.strip();
            String column = bare.isEmpty() ? "column " + (names.size() + 1) : bare;
            if (!seen.add(column)) {
                throw problemCollector.damaged(
                        names.size() + 1L, "the header has the column \"" + column + "\" twice", null);
            }
            names.add(column);
        }
        if (!options.columns.isEmpty() && !seen.equals(Set.copyOf(options.columns))) {
            throw problemCollector.damaged(1, "the header is " + names + ", and should be " + options.columns, null);
        }
        return names;
    }

    private void begin(List<String> names) {
        columns = List.copyOf(names);
        List<String> missing = rowBinder.missing(columns);
        if (!missing.isEmpty()) {
            throw problemCollector.damaged(
                    1, "has no column " + String.join(", ", missing) + "; its columns are " + columns, null);
        }
        Map<ColumnSetter, String> taken = new LinkedHashMap<>();
        slots = new ColumnSetter[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            ColumnSetter columnSetter = rowBinder.slot(columns.get(i));
            String other = columnSetter == null ? null : taken.putIfAbsent(columnSetter, columns.get(i));
            if (other != null) {
                throw problemCollector.damaged(
                        i + 1L, "the columns \"" + other + "\" and \"" + columns.get(i) + "\" mean the same", null);
            }
            slots[i] = columnSetter;
        }
    }

    /** Says that there is nothing more. */
    void ended() {
        if (slots == null && (options.header || !options.columns.isEmpty())) {
            throw problemCollector.damaged(0, "is empty: not even a header is there", null);
        }
    }
}

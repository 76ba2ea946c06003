// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

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
    private final Binder<T> binder;
    private final Faults faults;
    private final Decoding decoding;
    private final @Nullable String nullText;
    private final char quote;
    private final boolean strict;

    private final List<String> first = new ArrayList<>();
    private @Nullable Slot @Nullable [] slots;
    private List<String> columns = List.of();
    private long rows;
    private long line = 1;

    CsvRow(CsvOptions options, Binder<T> binder, Faults faults, Decoding decoding) {
        this.options = options;
        this.binder = binder;
        this.faults = faults;
        this.decoding = decoding;
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
        faults.begin(rows + 1, startingLine);
        if (slots != null) {
            binder.begin();
        }
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        @Nullable Slot[] known = slots;
        if (known == null) {
            headerField(new String(buffer, offset, length));
        } else if (index < known.length) {
            Slot slot = known[index];
            if (slot != null) {
                field(slot, buffer, offset, length, quoted);
            }
        }
    }

    private void field(Slot slot, char[] buffer, int offset, int length, boolean quoted) {
        if (length > options.limit) {
            faults.add(slot.column, "is longer than " + options.limit + " characters", "");
            return;
        }
        if (decoding.plain() && nullText == null && (quoted || !strict || !decoding.quotes())) {
            slot.chars(buffer, offset, length);
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            if (c == 0 || (c == quote && !quoted && strict)) {
                String rule = c == 0 ? "holds a NUL" : "holds a quote, though it is not quoted";
                faults.add(slot.column, rule, new String(buffer, offset, length).replace('\0', '␀'));
                return;
            }
        }
        if (!quoted && nullText != null && nullText.contentEquals(CharBuffer.wrap(buffer, offset, length))) {
            slot.value(null);
        } else if (decoding.ascii()) {
            slot.chars(buffer, offset, length);
        } else {
            slot.text(checked(slot, new String(buffer, offset, length)));
        }
    }

    private String checked(Slot slot, String text) {
        String meant = Mojibake.repaired(text);
        if (meant == null) {
            return text;
        }
        faults.warn(
                slot.column,
                "was UTF-8 taken for another encoding, and should be \"" + meant + "\""
                        + (options.repair ? ": it was repaired" : "; repairMojibake() repairs it"),
                text);
        return options.repair ? meant : text;
    }

    private void headerField(String name) {
        if (first.size() == MOST_COLUMNS) {
            throw faults.damaged(MOST_COLUMNS, "has more than " + MOST_COLUMNS + " columns", null);
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
            faults.begin(rows, line);
            return null;
        }
        rows++;
        int count = blank ? 1 : getFieldCount();
        if (count != columns.size()) {
            faults.add(
                    "",
                    "has " + count + (count == 1 ? " field" : " fields") + ", and should have " + columns.size(),
                    "");
        }
        T row = faults.any() ? null : binder.build();
        if (faults.any() || row == null) {
            faults.drop(binder::data);
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
        binder.begin();
        @Nullable Slot[] known = Objects.requireNonNull(slots);
        for (int i = 0; i < known.length; i++) {
            Slot slot = known[i];
            if (slot != null) {
                slot.text(first.get(i));
            }
        }
        rows++;
        return binder.build();
    }

    private List<String> header() {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : first) {
            String bare = name.strip();
            String column = bare.isEmpty() ? "column " + (names.size() + 1) : bare;
            if (!seen.add(column)) {
                throw faults.damaged(names.size() + 1L, "the header has the column \"" + column + "\" twice", null);
            }
            names.add(column);
        }
        if (!options.columns.isEmpty() && !seen.equals(Set.copyOf(options.columns))) {
            throw faults.damaged(1, "the header is " + names + ", and should be " + options.columns, null);
        }
        return names;
    }

    private void begin(List<String> names) {
        columns = List.copyOf(names);
        List<String> missing = binder.missing(columns);
        if (!missing.isEmpty()) {
            throw faults.damaged(
                    1, "has no column " + String.join(", ", missing) + "; its columns are " + columns, null);
        }
        Map<Slot, String> taken = new LinkedHashMap<>();
        slots = new Slot[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            Slot slot = binder.slot(columns.get(i));
            String other = slot == null ? null : taken.putIfAbsent(slot, columns.get(i));
            if (other != null) {
                throw faults.damaged(
                        i + 1L, "the columns \"" + other + "\" and \"" + columns.get(i) + "\" mean the same", null);
            }
            slots[i] = slot;
        }
    }

    /** Says that there is nothing more. */
    void ended() {
        if (slots == null && (options.header || !options.columns.isEmpty())) {
            throw faults.damaged(0, "is empty: not even a header is there", null);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.CappedInput;
import dev.bracketwire.exchange.internal.CsvOptions;
import dev.bracketwire.exchange.internal.CsvSink;
import dev.bracketwire.exchange.internal.CsvSource;
import dev.bracketwire.exchange.internal.FormulaGuard;
import dev.bracketwire.exchange.internal.ProblemCollector;
import dev.bracketwire.exchange.internal.RowBinder;
import dev.bracketwire.exchange.internal.RowSink;
import dev.bracketwire.exchange.internal.RowSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, with any end of line, mixed ones too.
 *
 * <p>A row with too many or too few fields is wrong, and so is one with a NUL, or with a quote in a field that does not
 * begin with one. Empty lines are left out, except in a table of one column, where they are empty fields. A record in a
 * row is a column for each of its components, such as {@code home.name}; a list is one column that holds JSON.
 */
public final class CsvFormat extends Format {
    static final CsvFormat PLAIN = new CsvFormat(OnProblem.skip(), new CsvOptions());

    private final CsvOptions options;

    private CsvFormat(OnProblem onProblem, CsvOptions options) {
        super(onProblem, options.limit);
        this.options = options;
    }

    /** Sets what stands between fields. Unset, it is found out of comma, semicolon, tab and bar; a comma is written. */
    public CsvFormat delimiter(char delimiter) {
        return with(to -> to.delimiter = delimiter);
    }

    /** Sets what stands around fields that need it, {@code "} unless set. */
    public CsvFormat quote(char quote) {
        return with(to -> to.quote = quote);
    }

    /** Says that the first row is none of names. Columns have then the names given, or their numbers from 1 on. */
    public CsvFormat withoutHeader() {
        return with(to -> to.header = false);
    }

    /**
     * Sets the columns: a header that has others, or lacks one, is refused, and these are written, in this order. Unset,
     * the header says what there is, and the first row written.
     */
    public CsvFormat columns(String... columns) {
        return with(to -> to.columns = List.of(columns));
    }

    /**
     * Sets the encoding. Unset, a byte order mark says it, or the first byte that is not ASCII whether it is UTF-8 or
     * Windows-1252; UTF-8 is written.
     */
    public CsvFormat encoding(Charset encoding) {
        return with(to -> to.encoding = Objects.requireNonNull(encoding, "encoding"));
    }

    /**
     * Sets what stands for null, such as {@code NULL} or nothing, where it is not quoted. Unset, a null is written as an
     * empty field, and an empty field is read as empty text.
     */
    public CsvFormat nulls(String text) {
        return with(to -> to.nullText = Objects.requireNonNull(text, "text"));
    }

    /** Lets a quote stand in a field that does not begin with one. */
    public CsvFormat looseQuotes() {
        return with(to -> to.looseQuotes = true);
    }

    /**
     * Repairs text that was UTF-8 and was taken for another encoding, such as {@code Ã¼} for {@code ü}, and
     * {@linkplain Rows#warnings() reports} it; unset, it is reported alone.
     */
    public CsvFormat repairMojibake() {
        return with(to -> to.repair = true);
    }

    /**
     * Writes text as it is. Unset, text that a spreadsheet would take for a formula ({@code = + - @} and some more in
     * front) gets an apostrophe in front of it; turn that off only if no spreadsheet will see the file.
     */
    public CsvFormat unguarded() {
        return with(to -> to.guarded = false);
    }

    /** Writes a byte order mark, without which some spreadsheets take UTF-8 for something else. */
    public CsvFormat marked() {
        return with(to -> to.mark = true);
    }

    @Override
    public CsvFormat onProblem(OnProblem policy) {
        return new CsvFormat(Objects.requireNonNull(policy, "policy"), options);
    }

    @Override
    public CsvFormat limit(int most) {
        return with(to -> to.limit = JsonFormat.positive(most));
    }

    /** These columns, unless others were set. */
    CsvFormat columnsUnlessSet(List<String> columns) {
        return options.columns.isEmpty() ? with(to -> to.columns = List.copyOf(columns)) : this;
    }

    /** The names of the columns that a file has, as its rows name them. */
    List<String> header(Path file) {
        if (!options.header && !options.columns.isEmpty()) {
            return options.columns;
        }
        CsvFormat plain = with(to -> {
            to.header = false;
            to.columns = List.of();
        });
        try (Rows<Map<String, @Nullable Object>> rows = plain.read(file)) {
            Iterator<Map<String, @Nullable Object>> each = rows.iterator();
            Map<String, @Nullable Object> first = each.hasNext() ? each.next() : Map.of();
            if (!options.header) {
                return List.copyOf(first.keySet());
            }
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            first.forEach((number, name) -> named.put(named(number, String.valueOf(name)), ""));
            return List.copyOf(bare(named).keySet());
        }
    }

    private static String named(String number, String name) {
        return name.isBlank() ? "column " + number : name.strip();
    }

    /** A row as it was before it was guarded. */
    Map<String, @Nullable Object> bare(Map<String, @Nullable Object> row) {
        return options.guarded ? FormulaGuard.bare(row) : row;
    }

    private CsvFormat with(Consumer<CsvOptions> change) {
        return new CsvFormat(onProblem, options.with(change));
    }

    @Override
    <T> RowSource<T> source(CappedInput in, RowBinder<T> rowBinder, ProblemCollector problemCollector)
            throws IOException {
        return new CsvSource<>(in, options, rowBinder, problemCollector);
    }

    @Override
    RowSink sink(String target, OutputStream out) throws IOException {
        return new CsvSink(target, out, options);
    }
}

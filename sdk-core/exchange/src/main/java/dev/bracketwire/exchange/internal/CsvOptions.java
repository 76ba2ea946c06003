// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.nio.charset.Charset;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How CSV is read and written; changed only as a copy, in {@link #with}. */
public final class CsvOptions {
    /** Between fields; null to find it out, and a comma when writing. */
    public @Nullable Character delimiter;

    /** Around fields. */
    public char quote = '"';

    /** Whether the first row names the columns. */
    public boolean header = true;

    /** What the columns are called; empty to take them from the header, or from the rows when writing. */
    public List<String> columns = List.of();

    /** Null to find it out, and UTF-8 when writing. */
    public @Nullable Charset encoding;

    /** What stands for null; null if nothing does. */
    public @Nullable String nullText;

    /** Whether a quote may stand inside a field that does not begin with one. */
    public boolean looseQuotes;

    /** Whether text in the wrong encoding is repaired. */
    public boolean repair;

    /** Whether text that a spreadsheet would take for a formula is made harmless when writing. */
    public boolean guarded = true;

    /** Whether a byte order mark is written. */
    public boolean mark;

    /** How many characters a field may have. */
    public int limit = 1 << 24;

    /** Gives a changed copy. */
    public CsvOptions with(Consumer<CsvOptions> change) {
        CsvOptions copy = new CsvOptions();
        copy.delimiter = delimiter;
        copy.quote = quote;
        copy.header = header;
        copy.columns = columns;
        copy.encoding = encoding;
        copy.nullText = nullText;
        copy.looseQuotes = looseQuotes;
        copy.repair = repair;
        copy.guarded = guarded;
        copy.mark = mark;
        copy.limit = limit;
        change.accept(copy);
        return copy;
    }
}

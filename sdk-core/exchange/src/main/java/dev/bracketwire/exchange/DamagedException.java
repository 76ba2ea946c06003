// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import org.jspecify.annotations.Nullable;

/** Reports that a file is broken from some place on, so that no row after it can be told. The rows before it were given. */
public final class DamagedException extends ExchangeException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long line;
    private final long column;

    /**
     * Reports damage.
     *
     * @param source the file, or what else was read
     * @param line the line, counted from 1; 0 where there are no lines
     * @param column the column in JSON and XML, the field in CSV, counted from 1; 0 if it is not known
     * @param rule what is wrong, and what to do
     */
    public DamagedException(String source, long line, long column, String rule, @Nullable Throwable cause) {
        super(
                source + (line > 0 ? ", line " + line : "") + (column > 0 ? ", column " + column : "") + ": " + rule,
                cause);
        this.source = source;
        this.line = line;
        this.column = column;
    }

    /** The file, or what else was read. */
    public String source() {
        return source;
    }

    /** The line, counted from 1; 0 where there are no lines. */
    public long line() {
        return line;
    }

    /** The column in JSON and XML, the field in CSV, counted from 1; 0 if it is not known. */
    public long column() {
        return column;
    }
}

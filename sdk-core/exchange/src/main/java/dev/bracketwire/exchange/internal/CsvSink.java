// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.bracketwire.exchange.RowException;
import dev.bracketwire.exchange.RowProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes CSV by FastCSV. The columns are those given, or those of the first row. */
public final class CsvSink implements RowSink {
    private final CsvOptions options;
    private final String target;
    private final CsvWriter writer;
    private final @Nullable String nothing;
    private final @Nullable String missing;
    private @Nullable List<String> columns;
    private @Nullable RecordShape recordShape;
    private @Nullable RecordText recordText;
    private @Nullable Class<?> type;
    private boolean straight;
    private String[] cells = {};
    private long rows;

    /** Begins to write. */
    public CsvSink(String target, OutputStream out, CsvOptions options) throws IOException {
        this.target = target;
        this.options = options;
        // An object of its own, so that it can be told from a text that reads the same.
        this.nothing = copied(options.nullText);
        // FastCSV writes nothing for a null of its own, and quotes for empty text.
        this.missing = nothing == null || nothing.isEmpty() ? null : nothing;
        Charset encoding = options.encoding == null ? StandardCharsets.UTF_8 : options.encoding;
        Writer text = new OutputStreamWriter(
                out,
                encoding.newEncoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        if (options.mark) {
            text.write('\uFEFF');
        }
        this.writer = CsvWriter.builder()
                .fieldSeparator(options.delimiter == null ? ',' : options.delimiter)
                .quoteCharacter(options.quote)
                .quoteStrategy(strategy())
                .build(text);
        if (!options.columns.isEmpty()) {
            begin(options.columns);
        }
    }

    private static @Nullable String copied(@Nullable String text) {
        return text == null ? null : String.valueOf(text.toCharArray());
    }

    private QuoteStrategy strategy() {
        String marker = nothing;
        if (marker == null) {
            return QuoteStrategies.REQUIRED;
        }
        return new QuoteStrategy() {
            @Override
            public boolean quoteEmpty(int line, int field) {
                return marker.isEmpty();
            }

            @Override
            @SuppressWarnings("ReferenceEquality") // an object of its own
            public boolean quoteValue(int line, int field, String value) {
                return value != marker && value.equals(marker);
            }
        };
    }

    private void begin(List<String> names) {
        columns = List.copyOf(names);
        cells = new String[columns.size()];
        if (options.header) {
            writer.writeRecord(columns.stream().map(this::safe).toList());
        }
    }

    @Override
    public void write(Object row) throws IOException {
        rows++;
        try {
            if (row instanceof Record) {
                record(row);
            } else if (row instanceof List<?> list) {
                list(list);
            } else {
                map(RowFlattening.flat(RecordShape.map(row)));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void record(Object row) {
        if (row.getClass() != type) {
            type = row.getClass();
            recordShape = RecordShape.flat(type);
            if (columns == null) {
                begin(recordShape.names());
            }
            straight = recordShape.names().equals(columns);
            recordText = RecordText.of(type, options.guarded);
        }
        RecordShape known = Objects.requireNonNull(recordShape);
        if (!straight) {
            map(known.map(row, new LinkedHashMap<>()));
            return;
        }
        Objects.requireNonNull(recordText).read(row, cells);
        if (missing != null) {
            Arrays.setAll(cells, i -> cells[i] == null ? missing : cells[i]);
        }
        writer.writeRecord(cells);
    }

    private void list(List<?> row) {
        if (columns == null) {
            cells = new String[row.size()];
            columns = Collections.nCopies(row.size(), "");
        }
        if (row.size() != cells.length) {
            throw refused("", "has " + row.size() + " values, and there are " + cells.length + " columns");
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell(row.get(i));
        }
        writer.writeRecord(cells);
    }

    private void map(Map<String, @Nullable Object> row) {
        if (columns == null) {
            begin(List.copyOf(row.keySet()));
        }
        List<String> names = Objects.requireNonNull(columns);
        int found = 0;
        for (int i = 0; i < cells.length; i++) {
            Object value = row.get(names.get(i));
            found += value != null || row.containsKey(names.get(i)) ? 1 : 0;
            cells[i] = cell(value);
        }
        if (found < row.size()) {
            String stranger = row.keySet().stream()
                    .filter(name -> !names.contains(name))
                    .findFirst()
                    .orElse("");
            throw refused(stranger, "is no column; the columns are " + names + ": give all of them with columns(...)");
        }
        writer.writeRecord(cells);
    }

    private RowException refused(String column, String rule) {
        return new RowException(target, new RowProblem(rows, 0, column, rule, ""));
    }

    private @Nullable String cell(@Nullable Object value) {
        String text = options.guarded ? ValueText.guarded(value) : ValueText.cell(value);
        return text == null ? missing : text;
    }

    private String safe(String text) {
        return options.guarded ? FormulaGuard.guarded(text) : text;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}

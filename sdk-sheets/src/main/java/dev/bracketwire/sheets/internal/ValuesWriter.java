// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.ReadMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bodies of requests that hold values. Without formulas they are RAW. With formulas they are USER_ENTERED, and a
 * text gets a leading quote, which the sheet takes off again and by which the text stays text.
 */
public final class ValuesWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private ValuesWriter() {}

    /** Returns the {@code valueInputOption} of a request. */
    public static String inputOption(boolean formulas) {
        return formulas ? "USER_ENTERED" : "RAW";
    }

    /** Returns the {@code valueRenderOption} of a request. */
    public static String renderOption(ReadMode mode) {
        return switch (mode) {
            case VALUES -> "UNFORMATTED_VALUE";
            case DISPLAYED -> "FORMATTED_VALUE";
            case FORMULAS -> "FORMULA";
        };
    }

    /**
     * Writes the body of {@code values.update} and {@code values.append}, whose input option stands in the query.
     *
     * @param formulas whether that option is USER_ENTERED
     */
    public static byte[] range(CellBlock block, boolean formulas) {
        return json(json -> {
            json.writeStringField("range", block.address().toString());
            rows(json, block.rows(), formulas);
        });
    }

    /**
     * Writes the body of {@code values.batchUpdate}.
     *
     * @param answer the form in which the reply holds the written cells; null for a reply without them
     */
    public static byte[] batch(Collection<CellBlock> blocks, @Nullable ReadMode answer) {
        return batch(blocks, answer, false);
    }

    /** Writes the body of {@code values.batchUpdateByDataFilter}. */
    public static byte[] batchByFilter(Collection<CellBlock> blocks, @Nullable ReadMode answer) {
        return batch(blocks, answer, true);
    }

    private static byte[] batch(Collection<CellBlock> blocks, @Nullable ReadMode answer, boolean filters) {
        boolean formulas = blocks.stream().anyMatch(CellBlock::hasFormulas);
        return json(json -> {
            json.writeStringField("valueInputOption", inputOption(formulas));
            json.writeArrayFieldStart("data");
            for (CellBlock block : blocks) {
                json.writeStartObject();
                if (filters) {
                    json.writeFieldName("dataFilter");
                    DataFilters.write(json, block.address());
                } else {
                    json.writeStringField("range", block.address().toString());
                }
                rows(json, block.rows(), formulas);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (answer != null) {
                json.writeBooleanField("includeValuesInResponse", true);
                json.writeStringField("responseValueRenderOption", renderOption(answer));
                json.writeStringField("responseDateTimeRenderOption", "SERIAL_NUMBER");
            }
        });
    }

    private static void rows(JsonGenerator json, List<? extends List<Cell>> rows, boolean formulas) throws IOException {
        json.writeStringField("majorDimension", "ROWS");
        json.writeArrayFieldStart("values");
        for (List<Cell> row : rows) {
            json.writeStartArray();
            for (Cell cell : row) {
                cell(json, cell, formulas);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void cell(JsonGenerator json, Cell cell, boolean formulas) throws IOException {
        CellValues.check(cell);
        if (cell instanceof Cell.Keep) {
            json.writeNull();
        } else if (cell instanceof Cell.Flag flag) {
            json.writeBoolean(flag.value());
        } else if (cell instanceof Cell.Number number) {
            if (CellValues.isWhole(number.value())) {
                json.writeNumber((long) number.value());
            } else {
                json.writeNumber(number.value());
            }
        } else if (cell instanceof Cell.Formula formula) {
            json.writeString(formula.text());
        } else if (cell instanceof Cell.Link link) {
            json.writeString("=HYPERLINK(" + quoted(link.uri().toString()) + "," + quoted(link.text()) + ")");
        } else {
            String text = cell.text();
            json.writeString(formulas && !text.isEmpty() ? "'" + text : text);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes an object. */
    static byte[] json(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}

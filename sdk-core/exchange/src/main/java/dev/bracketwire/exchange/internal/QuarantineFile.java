// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.RowProblem;
import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file of the rows that were left out, begun at the first of them. */
final class QuarantineFile {
    private final Path file;
    private @Nullable AtomicFile part;
    private @Nullable OutputStream out;

    QuarantineFile(Path file) {
        this.file = file;
    }

    void add(long row, long line, List<RowProblem> problems, @Nullable Object data) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("row", row);
        entry.put("line", line);
        entry.put(
                "problems",
                problems.stream()
                        .map(problem ->
                                problem.column().isEmpty() ? problem.rule() : problem.column() + " " + problem.rule())
                        .toList());
        entry.put("data", data);
        try {
            OutputStream lines = out;
            if (lines == null) {
                AtomicFile begun = AtomicFile.secret(file);
                lines = new BufferedOutputStream(begun.out());
                part = begun;
                out = lines;
            }
            lines.write(Json.write(entry));
            lines.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void close() {
        AtomicFile begun = part;
        OutputStream lines = out;
        if (begun == null || lines == null) {
            return;
        }
        part = null;
        try (begun) {
            lines.flush();
            begun.commit();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private ExchangeException failed(IOException e) {
        return new ExchangeException("the quarantine file " + file + " cannot be written: " + e.getMessage(), e);
    }
}

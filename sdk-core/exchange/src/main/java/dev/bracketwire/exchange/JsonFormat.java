// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.CappedInput;
import dev.bracketwire.exchange.internal.JsonArraySource;
import dev.bracketwire.exchange.internal.JsonLinesSource;
import dev.bracketwire.exchange.internal.JsonSink;
import dev.bracketwire.exchange.internal.ProblemCollector;
import dev.bracketwire.exchange.internal.RowBinder;
import dev.bracketwire.exchange.internal.RowSink;
import dev.bracketwire.exchange.internal.RowSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * JSON, strictly: no field twice, nothing behind the end, no {@code NaN}, a hundred levels at most.
 *
 * <p>In a map, a number is a {@code Long}, {@code BigInteger} or {@code BigDecimal}, and so exactly what stood there.
 */
public final class JsonFormat extends Format {
    static final JsonFormat LIST = new JsonFormat(OnProblem.skip(), 1 << 24, false);
    static final JsonFormat LINES = new JsonFormat(OnProblem.skip(), 1 << 24, true);

    private final boolean lines;

    private JsonFormat(OnProblem onProblem, int limit, boolean lines) {
        super(onProblem, limit);
        this.lines = lines;
    }

    static int positive(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, not " + most);
        }
        return most;
    }

    @Override
    public JsonFormat onProblem(OnProblem policy) {
        return new JsonFormat(Objects.requireNonNull(policy, "policy"), limit, lines);
    }

    @Override
    public JsonFormat limit(int most) {
        return new JsonFormat(onProblem, positive(most), lines);
    }

    @Override
    <T> RowSource<T> source(CappedInput in, RowBinder<T> rowBinder, ProblemCollector problemCollector)
            throws IOException {
        return lines
                ? new JsonLinesSource<>(in, limit, rowBinder, problemCollector)
                : new JsonArraySource<>(in, limit, rowBinder, problemCollector);
    }

    @Override
    RowSink sink(String target, OutputStream out) throws IOException {
        return new JsonSink(target, out, lines);
    }
}

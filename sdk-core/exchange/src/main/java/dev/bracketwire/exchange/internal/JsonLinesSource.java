// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of JSON lines. A block of whole lines is parsed in one go, and a line that is broken spoils itself alone: another
 * parser begins behind it.
 */
public final class JsonLinesSource<T> extends InputSource<T> {
    private final LineBlock block;
    private final JsonRow<T> row;
    private final JsonFactory factory;
    private @Nullable JsonParser parser;
    private JsonLocation last = JsonLocation.NA;

    /** Begins to read. */
    public JsonLinesSource(CappedInput in, int limit, RowBinder<T> rowBinder, ProblemCollector problemCollector) {
        super(in, problemCollector);
        this.block = new LineBlock(in, limit, problemCollector);
        this.row = new JsonRow<>(rowBinder, problemCollector);
        this.factory = JsonStreams.factory(limit);
    }

    @Override
    public @Nullable T next() throws IOException {
        while (parser != null || open()) {
            T made = read(Objects.requireNonNull(parser));
            if (made != null) {
                return made;
            }
        }
        return null;
    }

    private boolean open() throws IOException {
        if (!block.ready()) {
            return false;
        }
        parser = factory.createParser(block.bytes(), block.begin(), block.length());
        last = JsonLocation.NA;
        return true;
    }

    private @Nullable T read(JsonParser open) throws IOException {
        JsonLocation before = last;
        boolean inRow = false;
        try {
            if (open.nextToken() == null) {
                block.done(open.currentLocation().getLineNr() - 1L);
                parser = null;
                return null;
            }
            JsonLocation at = open.currentTokenLocation();
            problemCollector.begin(++rows, block.line() + at.getLineNr() - 1);
            last = at;
            inRow = true;
            if (before.getLineNr() == at.getLineNr()) {
                problemCollector.add("", "stands on the line of another", "");
            }
            T made = row.read(open);
            last = open.currentLocation();
            if (last.getLineNr() != at.getLineNr() && made != null) {
                problemCollector.add("", "does not end on its line", "");
                problemCollector.drop(made::toString);
                return null;
            }
            return made;
        } catch (JacksonException e) {
            skip(last.getByteOffset(), inRow, e);
            return null;
        }
    }

    private void skip(long from, boolean inRow, JacksonException e) {
        String broken = block.skip((int) Math.max(from, 0));
        problemCollector.begin(inRow ? rows : ++rows, block.skipped());
        problemCollector.add("", JsonDamage.rule(e), broken);
        problemCollector.drop(() -> broken);
        parser = null;
    }
}

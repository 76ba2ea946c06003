// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bracketwire.exchange.DamagedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of one JSON list. */
public final class JsonArraySource<T> extends InputSource<T> {
    private final JsonRow<T> row;
    private final JsonParser parser;
    private boolean begun;
    private boolean ended;

    /** Begins to read. */
    public JsonArraySource(CappedInput in, int limit, RowBinder<T> rowBinder, ProblemCollector problemCollector)
            throws IOException {
        super(in, problemCollector);
        this.row = new JsonRow<>(rowBinder, problemCollector);
        this.parser = JsonStreams.factory(limit).createParser(in);
    }

    @Override
    public @Nullable T next() throws IOException {
        try {
            begin();
            while (!ended) {
                in.row();
                JsonToken token = parser.nextToken();
                JsonLocation at = parser.currentTokenLocation();
                if (token == JsonToken.END_ARRAY) {
                    end();
                    return null;
                }
                problemCollector.begin(++rows, at.getLineNr());
                T made = row.read(parser);
                if (made != null) {
                    return made;
                }
            }
            return null;
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            throw damaged(at, JsonDamage.rule(e), e);
        } catch (TooLargeException e) {
            throw damaged(parser.currentLocation(), String.valueOf(e.getMessage()), e);
        }
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_ARRAY) {
                throw damaged(
                        parser.currentTokenLocation(),
                        token == null
                                ? "is empty, and not even an empty list"
                                : "is no list; if it has a value a line, read it with jsonLines()",
                        null);
            }
        }
    }

    private void end() throws IOException {
        ended = true;
        if (parser.nextToken() != null) {
            throw damaged(parser.currentTokenLocation(), "something follows the end of the list", null);
        }
    }

    private DamagedException damaged(JsonLocation at, String rule, @Nullable Exception cause) {
        return new DamagedException(problemCollector.source(), at.getLineNr(), at.getColumnNr(), rule, cause);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.OnProblem;
import dev.bracketwire.exchange.RowException;
import dev.bracketwire.exchange.RowProblem;
import dev.bracketwire.exchange.Rows;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Is an event as an {@link EventHandler} receives it.
 *
 * @param id the message id
 * @param type the type of the event
 * @param at the time at which it happened
 * @param attempt the number of this attempt, from 1
 * @param json the data as JSON
 */
public record HandledEvent(String id, String type, Instant at, int attempt, String json) {
    /**
     * Reads the data as a record or a map.
     *
     * @throws ExchangeException if the data does not fit the type; its message names the field and not the value
     */
    public <T> T data(Class<T> as) {
        try (Rows<T> rows = Format.jsonLines()
                .onProblem(OnProblem.stop())
                .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), as)) {
            return rows.iterator().next();
        } catch (RowException e) {
            // The message of a failure goes into alerts, and the value may be about a person.
            RowProblem problem = e.problem();
            String field = problem.column().isEmpty() ? "" : problem.column() + " ";
            throw new ExchangeException(
                    "the data of " + type + " is no " + as.getSimpleName() + ": " + field + problem.rule(), null);
        }
    }

    /** Names the event, not its data. */
    @Override
    public String toString() {
        return "HandledEvent(" + type + " " + id + ", attempt " + attempt + ")";
    }
}

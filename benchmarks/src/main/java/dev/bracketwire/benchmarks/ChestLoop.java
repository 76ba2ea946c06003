// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.openjdk.jmh.infra.Blackhole;

/** What somebody would write by hand on Jackson's stream, for JSON and XML. */
final class ChestLoop {
    private ChestLoop() {}

    static void read(JsonParser parser, Blackhole sink) throws IOException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                sink.consume(chest(parser));
            }
        }
    }

    static Chest chest(JsonParser parser) throws IOException {
        String id = "";
        String player = "";
        int level = 0;
        long score = 0;
        String source = "";
        String clan = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getText();
                case "player" -> player = parser.getText();
                case "level" -> level = parser.getValueAsInt();
                case "score" -> score = parser.getValueAsLong();
                case "source" -> source = parser.getText();
                case "clan" -> clan = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new Chest(id, player, level, score, source, clan);
    }
}

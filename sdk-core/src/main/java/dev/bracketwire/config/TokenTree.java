// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a tree of what Jackson reads, and keeps what its own trees forget: the lines, and how numbers were written. */
final class TokenTree {
    private final JsonParser parser;
    private final String file;
    private final String language;
    private final Faults faults;

    TokenTree(JsonParser parser, String file, String language, Faults faults) {
        this.parser = parser;
        this.file = file;
        this.language = language;
        this.faults = faults;
    }

    @Nullable
    Node read() throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first == null && language.equals("YAML")) {
                return new Node.Group(Map.of(), Origin.of(file));
            }
            if (first != JsonToken.START_OBJECT) {
                faults.add(file, "must hold one " + language + " object");
                return null;
            }
            Node tree = node(first, "", 0);
            if (parser.nextToken() != null) {
                faults.add(file, "goes on after its end" + at(parser.currentTokenLocation()));
                return null;
            }
            return tree;
        } catch (JsonProcessingException e) {
            // Its message shows what stands there.
            faults.add(file, "is not well-formed " + language + at(e.getLocation()));
            return null;
        }
    }

    private Node node(JsonToken token, String path, int depth) throws IOException {
        Origin origin =
                Origin.of(file + " line " + parser.currentTokenLocation().getLineNr());
        if (token.isStructStart() && depth > Steps.DEPTH) {
            faults.add(file, "nests more than " + Steps.DEPTH + " deep" + at(parser.currentTokenLocation()));
            parser.skipChildren();
            return new Node.Nothing(origin);
        }
        if (token == JsonToken.START_OBJECT) {
            return group(path, origin, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                elements.add(node(next, path + Steps.index(elements.size()), depth + 1));
            }
            return new Node.Items(elements, origin);
        }
        refuseAlias(path, origin);
        String text = token == JsonToken.VALUE_NULL ? null : parser.getText();
        return text == null ? new Node.Nothing(origin) : new Node.Value(text, origin, false, null);
    }

    private Node group(String path, Origin origin, int depth) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String place = Steps.join(path, Faults.cut(key));
            Node value = node(parser.nextToken(), place, depth + 1);
            if (entries.put(key, value) != null) {
                faults.add(place, "is there twice", value.origin());
            }
        }
        return new Node.Group(entries, origin);
    }

    /** Jackson gives the name of the anchor for the value. */
    private void refuseAlias(String path, Origin origin) {
        if (language.equals("YAML") && YamlPart.isAlias(parser)) {
            faults.add(path, "is a YAML alias (*name); write the value out", origin);
        }
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}

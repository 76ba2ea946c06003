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
    private final SettingsProblems settingsProblems;

    TokenTree(JsonParser parser, String file, String language, SettingsProblems settingsProblems) {
        this.parser = parser;
        this.file = file;
        this.language = language;
        this.settingsProblems = settingsProblems;
    }

    @Nullable
    SettingNode read() throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first == null && language.equals("YAML")) {
                return new SettingNode.Group(Map.of(), SettingOrigin.of(file));
            }
            if (first != JsonToken.START_OBJECT) {
                settingsProblems.add(file, "must hold one " + language + " object");
                return null;
            }
            SettingNode tree = node(first, "", 0);
            if (parser.nextToken() != null) {
                settingsProblems.add(file, "goes on after its end" + at(parser.currentTokenLocation()));
                return null;
            }
            return tree;
        } catch (JsonProcessingException e) {
            // Its message shows what stands there.
            settingsProblems.add(file, "is not well-formed " + language + at(e.getLocation()));
            return null;
        }
    }

    private SettingNode node(JsonToken token, String path, int depth) throws IOException {
        SettingOrigin settingOrigin =
                SettingOrigin.of(file + " line " + parser.currentTokenLocation().getLineNr());
        if (token.isStructStart() && depth > SettingPath.DEPTH) {
            settingsProblems.add(
                    file, "nests more than " + SettingPath.DEPTH + " deep" + at(parser.currentTokenLocation()));
            parser.skipChildren();
            return new SettingNode.Nothing(settingOrigin);
        }
        if (token == JsonToken.START_OBJECT) {
            return group(path, settingOrigin, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            List<SettingNode> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                elements.add(node(next, path + SettingPath.index(elements.size()), depth + 1));
            }
            return new SettingNode.Items(elements, settingOrigin);
        }
        refuseAlias(path, settingOrigin);
        String text = token == JsonToken.VALUE_NULL ? null : parser.getText();
        return text == null
                ? new SettingNode.Nothing(settingOrigin)
                : new SettingNode.Value(text, settingOrigin, false, null);
    }

    private SettingNode group(String path, SettingOrigin settingOrigin, int depth) throws IOException {
        Map<String, SettingNode> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String place = SettingPath.join(path, SettingsProblems.cut(key));
            SettingNode value = node(parser.nextToken(), place, depth + 1);
            if (entries.put(key, value) != null) {
                settingsProblems.add(place, "is there twice", value.origin());
            }
        }
        return new SettingNode.Group(entries, settingOrigin);
    }

    /** Jackson gives the name of the anchor for the value. */
    private void refuseAlias(String path, SettingOrigin settingOrigin) {
        if (language.equals("YAML") && YamlPart.isAlias(parser)) {
            settingsProblems.add(path, "is a YAML alias (*name); write the value out", settingOrigin);
        }
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import com.fasterxml.jackson.core.JsonParser;
import dev.bracketwire.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a file into a tree. An unusable file is one problem, whose message never shows the content. */
final class SettingsFile {
    private static final int MAX = 1 << 20;

    private final Path file;
    private final SettingsProblems settingsProblems;

    SettingsFile(Path file, SettingsProblems settingsProblems) {
        this.file = file;
        this.settingsProblems = settingsProblems;
    }

    @Nullable
    SettingNode read() {
        try {
            String text = text();
            return text == null ? null : tree(text);
        } catch (CharacterCodingException e) {
            return wrong("is not UTF-8");
        } catch (IOException e) {
            return wrong("cannot be read");
        }
    }

    private @Nullable String text() throws IOException {
        if (!Files.exists(file)) {
            wrong("does not exist; use optionalFile(…) for one that need not");
            return null;
        }
        if (!Files.isRegularFile(file)) {
            wrong(Files.isDirectory(file) ? "is a directory, not a file" : "is not a regular file");
            return null;
        }
        byte[] bytes;
        try (InputStream stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(MAX + 1);
        }
        if (bytes.length > MAX) {
            wrong("is larger than 1 MiB");
            return null;
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private @Nullable SettingNode tree(String text) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return tokens("JSON", Json.parser(text));
        }
        if (name.endsWith(".properties")) {
            return new PropertiesTree(file.toString(), settingsProblems).read(text);
        }
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            return wrong("is of an unknown kind; its name must end in .json, .properties, .yaml or .yml");
        }
        try {
            return tokens("YAML", YamlPart.parser(text));
        } catch (LinkageError e) {
            return wrong("needs com.fasterxml.jackson.dataformat:jackson-dataformat-yaml: add it as a dependency,"
                    + " and on the module path --add-modules com.fasterxml.jackson.dataformat.yaml");
        }
    }

    private @Nullable SettingNode tokens(String language, JsonParser parser) throws IOException {
        try (parser) {
            return new TokenTree(parser, file.toString(), language, settingsProblems).read();
        }
    }

    private @Nullable SettingNode wrong(String rule) {
        settingsProblems.add(file.toString(), rule);
        return null;
    }
}

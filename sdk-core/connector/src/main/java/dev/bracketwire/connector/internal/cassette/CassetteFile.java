// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.files.FilePermissions;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.json.JsonProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The file of a cassette: one JSON document, made to be read and compared by people. */
final class CassetteFile {
    private static final int FORMAT = 1;
    private static final String AGAIN = ": record it anew with Cassette.record(…)";

    private CassetteFile() {}

    /** Writes it whole or not at all. */
    static void write(Path file, List<CassetteEntry> entries) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("cassette", FORMAT);
        ArrayNode list = document.putArray("entries");
        entries.forEach(cassetteEntry -> list.add(EntryCodec.write(cassetteEntry)));
        try {
            FilePermissions.secretFolder(
                    Objects.requireNonNull(file.toAbsolutePath().getParent(), "folder"));
            AtomicFile.replace(file, Json.pretty(document));
        } catch (IOException e) {
            throw new UncheckedIOException("the cassette " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Reads it. */
    static List<CassetteEntry> read(Path file) {
        JsonNode document = document(file);
        JsonNode format = document.path("cassette");
        if (!document.isObject() || !format.isInt()) {
            throw unusable(file, "is no cassette: it has no number at cassette" + AGAIN);
        }
        if (format.intValue() != FORMAT) {
            throw unusable(file, "is of format " + format.intValue() + ", which this version does not know" + AGAIN);
        }
        JsonNode list = document.path("entries");
        if (!list.isArray()) {
            throw unusable(file, "has no list at entries" + AGAIN);
        }
        List<CassetteEntry> entries = new ArrayList<>();
        for (JsonNode entry : list) {
            try {
                entries.add(EntryCodec.read(entry));
            } catch (EntryCodec.Damaged e) {
                throw unusable(file, "is damaged at entries[" + entries.size() + "]" + e.getMessage() + AGAIN);
            }
        }
        return entries;
    }

    private static JsonNode document(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw unusable(file, "is empty" + AGAIN);
            }
            return Json.tree(bytes);
        } catch (NoSuchFileException e) {
            throw unusable(file, "is not there" + AGAIN);
        } catch (UncheckedIOException e) {
            throw unusable(file, JsonProblem.found(Objects.requireNonNull(e.getCause())) + AGAIN);
        } catch (IOException e) {
            throw unusable(file, "cannot be read (" + e + ")");
        }
    }

    private static ConfigurationException unusable(Path file, String rule) {
        return new ConfigurationException(List.of(new Problem("cassette " + file, rule)));
    }
}

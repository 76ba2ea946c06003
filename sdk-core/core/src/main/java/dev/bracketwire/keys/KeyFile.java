// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import dev.bracketwire.internal.files.FilePermissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of keys, read at each use. */
final class KeyFile implements KeyRing {
    private final Path path;

    KeyFile(Path path) {
        this.path = path;
    }

    @Override
    public Key current() {
        List<Key> keys = read();
        if (keys.isEmpty()) {
            throw refused("holds no key; add a line with an id, a blank, and what openssl rand -base64 32 prints");
        }
        return keys.get(0);
    }

    @Override
    public Optional<Key> find(String id) {
        return read().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private List<Key> read() {
        List<String> lines;
        try {
            FilePermissions.requireSafe(path);
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw refused("cannot be read as a file of keys");
        }
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", -1);
            if (parts.length != 2) {
                throw refused("must hold an id, a blank and a key in line " + (i + 1));
            }
            keys.add(key(parts[0], parts[1], i + 1));
        }
        return keys;
    }

    private Key key(String id, String base64, int line) {
        try {
            return new Key(id, Secret.of(base64));
        } catch (IllegalArgumentException e) {
            throw refused("has no id of a key in line " + line + ": " + e.getMessage());
        }
    }

    private ConfigurationException refused(String rule) {
        return new ConfigurationException(List.of(new Problem(path.toString(), rule)));
    }

    @Override
    public String toString() {
        return "KeyRing[" + path + "]";
    }
}

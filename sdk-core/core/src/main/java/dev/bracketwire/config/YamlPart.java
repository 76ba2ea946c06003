// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** The one place that knows jackson-dataformat-yaml, which may be absent: then it fails to load. */
final class YamlPart {
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private YamlPart() {}

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    static boolean isAlias(JsonParser parser) {
        return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Compares answers with what is left of them when they were read into records. */
final class Payloads {
    /** Reads as core does. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .build();

    private Payloads() {}

    static JavaType type(Class<?> type) {
        return MAPPER.constructType(type);
    }

    static JavaType listOf(Class<?> type) {
        return MAPPER.getTypeFactory().constructCollectionType(List.class, type);
    }

    /** Where the two differ; what is null or an empty list, and was not there, is no difference. */
    static List<String> lost(JsonNode answer, JavaType type) throws IOException {
        Object read = MAPPER.readValue(MAPPER.writeValueAsString(answer), type);
        List<String> lost = new ArrayList<>();
        compare("", answer, MAPPER.readTree(MAPPER.writeValueAsString(read)), lost);
        return lost;
    }

    private static void compare(String path, JsonNode was, JsonNode is, List<String> lost) {
        if (was.isObject() && is.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            for (JsonNode each : List.of(was, is)) {
                each.fieldNames().forEachRemaining(names::add);
            }
            names.forEach(name -> compare(path + "/" + name, was.path(name), is.path(name), lost));
        } else if (was.isArray() && is.isArray() && was.size() == is.size()) {
            for (int i = 0; i < was.size(); i++) {
                compare(path + "/" + i, was.get(i), is.get(i), lost);
            }
        } else if (was.isNumber() && is.isNumber()) {
            if (was.decimalValue().compareTo(is.decimalValue()) != 0) {
                lost.add(path + " was " + was + " and is " + is);
            }
        } else if (was.isMissingNode() || was.isNull()) {
            if (!is.isMissingNode() && !is.isNull() && !(is.isContainerNode() && is.isEmpty())) {
                lost.add(path + " was nothing and is " + is);
            }
        } else if (!was.equals(is)) {
            lost.add(path + " was " + was + " and is " + is);
        }
    }
}

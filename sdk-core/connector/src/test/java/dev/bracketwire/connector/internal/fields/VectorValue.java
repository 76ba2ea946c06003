// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON that httpwg/structured-field-tests uses for values. */
final class VectorValue {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private VectorValue() {}

    static Object read(String type, JsonNode json) {
        return switch (type) {
            case "item" -> member(json);
            case "list" -> list(json);
            case "dictionary" -> dictionary(json);
            default -> throw new IllegalArgumentException("header_type " + type);
        };
    }

    private static List<FieldMember> list(JsonNode json) {
        List<FieldMember> members = new ArrayList<>();
        json.forEach(member -> members.add(member(member)));
        return members;
    }

    private static Map<String, FieldMember> dictionary(JsonNode json) {
        Map<String, FieldMember> members = new LinkedHashMap<>();
        json.forEach(entry -> members.put(entry.get(0).asText(), member(entry.get(1))));
        return members;
    }

    /** {@code [value, params]}, where an inner list's value is an array. */
    private static FieldMember member(JsonNode json) {
        Map<String, BareItem> params = new LinkedHashMap<>();
        json.path(1).forEach(param -> params.put(param.get(0).asText(), bare(param.get(1))));
        if (!json.path(0).isArray()) {
            return new FieldMember.Item(bare(json.path(0)), params);
        }
        List<FieldMember.Item> items = new ArrayList<>();
        json.path(0).forEach(item -> items.add((FieldMember.Item) member(item)));
        return new FieldMember.InnerList(items, params);
    }

    private static BareItem bare(JsonNode json) {
        if (json.isTextual()) {
            return new BareItem.Text(json.asText());
        } else if (json.isBoolean()) {
            return new BareItem.Bool(json.asBoolean());
        } else if (json.isIntegralNumber()) {
            return new BareItem.Int(json.canConvertToLong() ? json.asLong() : Long.MAX_VALUE);
        } else if (json.isNumber()) {
            return new BareItem.Dec(json.decimalValue());
        }
        JsonNode value = json.path("value");
        String type = json.path("__type").asText();
        return switch (type) {
            case "token" -> new BareItem.Token(value.asText());
            case "binary" -> new BareItem.Binary(Base64.getEncoder().encodeToString(base32(value.asText())));
            case "date" -> new BareItem.Date(value.canConvertToLong() ? value.asLong() : Long.MAX_VALUE);
            case "displaystring" -> new BareItem.Display(value.asText());
            default -> throw new IllegalArgumentException("__type " + type);
        };
    }

    private static byte[] base32(String text) {
        String digits = text.replace("=", "");
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < digits.length(); i++) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(digits.charAt(i))));
        }
        int length = digits.length() * 5 / 8;
        bits = bits.shiftRight(digits.length() * 5 - length * 8);
        byte[] bytes = new byte[length];
        for (int i = length - 1; i >= 0; i--, bits = bits.shiftRight(8)) {
            bytes[i] = bits.byteValue();
        }
        return bytes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the canonical form of RFC 9651, section 4.1. */
final class FieldWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();

    FieldWriter list(List<? extends FieldMember> members) {
        String separator = "";
        for (FieldMember fieldMember : members) {
            out.append(separator);
            member(fieldMember);
            separator = ", ";
        }
        return this;
    }

    FieldWriter dictionary(Map<String, ? extends FieldMember> members) {
        String separator = "";
        for (Map.Entry<String, ? extends FieldMember> entry : members.entrySet()) {
            out.append(separator).append(entry.getKey());
            if (isTrue(entry.getValue())) {
                params(entry.getValue());
            } else {
                out.append('=');
                member(entry.getValue());
            }
            separator = ", ";
        }
        return this;
    }

    FieldWriter member(FieldMember fieldMember) {
        if (fieldMember instanceof FieldMember.InnerList list) {
            String separator = "(";
            for (FieldMember.Item item : list.items()) {
                out.append(separator);
                member(item);
                separator = " ";
            }
            out.append(list.items().isEmpty() ? "()" : ")");
        } else if (fieldMember instanceof FieldMember.Item item) {
            bare(item.value());
        }
        return params(fieldMember);
    }

    private FieldWriter params(FieldMember fieldMember) {
        fieldMember.params().forEach((key, value) -> {
            out.append(';').append(key);
            if (!value.equals(new BareItem.Bool(true))) {
                out.append('=');
                bare(value);
            }
        });
        return this;
    }

    private void bare(BareItem value) {
        if (value instanceof BareItem.Int number) {
            out.append(number.value());
        } else if (value instanceof BareItem.Dec number) {
            out.append(number.value().toPlainString());
        } else if (value instanceof BareItem.Text text) {
            out.append('"')
                    .append(text.value().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        } else if (value instanceof BareItem.Token token) {
            out.append(token.value());
        } else if (value instanceof BareItem.Binary binary) {
            out.append(':').append(binary.base64()).append(':');
        } else if (value instanceof BareItem.Bool bool) {
            out.append(bool.value() ? "?1" : "?0");
        } else if (value instanceof BareItem.Date date) {
            out.append('@').append(date.epochSeconds());
        } else if (value instanceof BareItem.Display display) {
            display(display.value());
        }
    }

    private void display(String value) {
        out.append("%\"");
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b == '%' || b == '"' || b < 0x20 || b == 0x7f) {
                out.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            } else {
                out.append((char) b);
            }
        }
        out.append('"');
    }

    private static boolean isTrue(FieldMember fieldMember) {
        return fieldMember instanceof FieldMember.Item item && item.value().equals(new BareItem.Bool(true));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes structured header fields by RFC 9651, strictly: a value parses as a whole or not at all.
 *
 * <p>A header that came in several lines is handed over as it came. Nothing but {@link FieldSyntaxException} is thrown,
 * whatever the input; there is no recursion, and time is linear in the input.
 *
 * <pre>{@code
 * List<FieldMember> windows = StructuredFields.parseList(List.of("\"default\";r=50;t=30"));
 * }</pre>
 */
public final class StructuredFields {
    private StructuredFields() {}

    /** Reads a field that is one item. */
    public static FieldMember.Item parseItem(Collection<String> lines) {
        return parser(lines).wholeItem();
    }

    /** Reads a field that is a list; an absent or empty field is an empty list. */
    public static List<FieldMember> parseList(Collection<String> lines) {
        return parser(lines).wholeList();
    }

    /** Reads a field that is a dictionary, in its order; of a key given twice, the last value counts. */
    public static Map<String, FieldMember> parseDictionary(Collection<String> lines) {
        return parser(lines).wholeDictionary();
    }

    /** Writes an item or inner list in its canonical form. */
    public static String serialise(FieldMember fieldMember) {
        return new FieldWriter().member(fieldMember).toString();
    }

    /** Writes a list in its canonical form; an empty list is empty text, and its header is not to be sent. */
    public static String serialise(List<? extends FieldMember> list) {
        return new FieldWriter().list(list).toString();
    }

    /**
     * Writes a dictionary in its canonical form.
     *
     * @throws FieldSyntaxException if a key is not one that RFC 9651 can write
     */
    public static String serialise(Map<String, ? extends FieldMember> dictionary) {
        dictionary.keySet().forEach(StructuredFields::requireKey);
        return new FieldWriter().dictionary(dictionary).toString();
    }

    static void requireKey(String key) {
        if (!FieldSyntax.key(key)) {
            throw new FieldSyntaxException("a key is a lower-case letter or * and letters, digits, _ - . *");
        }
    }

    private static FieldParser parser(Collection<String> lines) {
        return new FieldParser(String.join(", ", lines));
    }
}

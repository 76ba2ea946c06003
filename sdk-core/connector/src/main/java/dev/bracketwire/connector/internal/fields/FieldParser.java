// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Reads one field value by the algorithms of RFC 9651, section 4.2. Used once. */
final class FieldParser {
    private static final int END = -1;

    private final String text;
    private int at;

    FieldParser(String text) {
        this.text = text;
    }

    FieldMember.Item wholeItem() {
        skip(" ");
        FieldMember.Item item = item();
        requireEnd();
        return item;
    }

    List<FieldMember> wholeList() {
        List<FieldMember> members = new ArrayList<>();
        skip(" ");
        for (boolean more = peek() != END; more; more = comma()) {
            members.add(member());
        }
        return Collections.unmodifiableList(members);
    }

    Map<String, FieldMember> wholeDictionary() {
        Map<String, FieldMember> members = new LinkedHashMap<>();
        skip(" ");
        for (boolean more = peek() != END; more; more = comma()) {
            String key = key();
            members.put(key, accept('=') ? member() : new FieldMember.Item(new BareItem.Bool(true), params()));
        }
        return Collections.unmodifiableMap(members);
    }

    /** Goes over a comma to the next member; false at the end of the field. */
    private boolean comma() {
        skip(" \t");
        if (peek() == END) {
            return false;
        }
        require(',');
        skip(" \t");
        if (peek() == END) {
            throw expected("a member after the comma");
        }
        return true;
    }

    private FieldMember member() {
        if (!accept('(')) {
            return item();
        }
        List<FieldMember.Item> items = new ArrayList<>();
        for (skip(" "); !accept(')'); skip(" ")) {
            items.add(item());
            if (peek() != ' ' && peek() != ')') {
                throw expected("a space or )");
            }
        }
        return new FieldMember.InnerList(items, params());
    }

    private FieldMember.Item item() {
        BareItem value = bare();
        return new FieldMember.Item(value, params());
    }

    private Map<String, BareItem> params() {
        Map<String, BareItem> params = new LinkedHashMap<>();
        while (accept(';')) {
            skip(" ");
            String key = key();
            params.put(key, accept('=') ? bare() : new BareItem.Bool(true));
        }
        return params;
    }

    private String key() {
        if (!FieldSyntax.keyStart(peek())) {
            throw expected("a key");
        }
        return take(FieldSyntax::keyPart);
    }

    private BareItem bare() {
        int c = peek();
        if (FieldSyntax.tokenStart(c)) {
            return new BareItem.Token(take(FieldSyntax::tokenPart));
        } else if (FieldSyntax.digit(c) || c == '-') {
            return number();
        }
        at++;
        return switch (c) {
            case '"' -> new BareItem.Text(string());
            case '?' -> bool();
            case ':' -> binary();
            case '@' -> date();
            case '%' -> display();
            default -> {
                at--;
                throw expected("a value");
            }
        };
    }

    private BareItem number() {
        int start = at;
        accept('-');
        int digits = take(FieldSyntax::digit).length();
        if (digits == 0 || digits > 15) {
            throw expected("1 to 15 digits");
        } else if (!accept('.')) {
            return new BareItem.Int(Long.parseLong(text, start, at, 10));
        }
        int fraction = take(FieldSyntax::digit).length();
        if (digits > 12 || fraction == 0 || fraction > 3) {
            throw expected("1 to 12 digits, a point, 1 to 3 digits");
        }
        return new BareItem.Dec(new BigDecimal(text.substring(start, at)));
    }

    private BareItem date() {
        if (number() instanceof BareItem.Int seconds) {
            return new BareItem.Date(seconds.value());
        }
        throw expected("whole seconds");
    }

    private BareItem bool() {
        boolean value = accept('1');
        if (!value) {
            require('0');
        }
        return new BareItem.Bool(value);
    }

    private BareItem binary() {
        String base64 = take(c -> c != ':' && c != END);
        require(':');
        return new BareItem.Binary(base64);
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        while (!accept('"')) {
            if (accept('\\') && peek() != '"' && peek() != '\\') {
                throw expected("\" or \\ after \\");
            }
            value.append((char) printable());
        }
        return value.toString();
    }

    private BareItem display() {
        require('"');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!accept('"')) {
            bytes.write(accept('%') ? hex() << 4 | hex() : printable());
        }
        try {
            // A fresh decoder reports what is not UTF-8; String's constructor would replace it.
            ByteBuffer encoded = ByteBuffer.wrap(bytes.toByteArray());
            return new BareItem.Display(
                    StandardCharsets.UTF_8.newDecoder().decode(encoded).toString());
        } catch (CharacterCodingException e) {
            throw expected("UTF-8");
        }
    }

    private int hex() {
        int digit = "0123456789abcdef".indexOf(peek());
        if (digit < 0) {
            throw expected("two lower-case hex digits");
        }
        at++;
        return digit;
    }

    private int printable() {
        int c = peek();
        if (c < 0x20 || c >= 0x7f) {
            throw expected("printable ASCII or a closing quote");
        }
        at++;
        return c;
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private boolean accept(char c) {
        boolean found = peek() == c;
        at += found ? 1 : 0;
        return found;
    }

    private void require(char c) {
        if (!accept(c)) {
            throw expected(Character.toString(c));
        }
    }

    private void requireEnd() {
        skip(" ");
        if (peek() != END) {
            throw expected("the end");
        }
    }

    private void skip(String blanks) {
        while (peek() != END && blanks.indexOf(peek()) >= 0) {
            at++;
        }
    }

    private String take(IntPredicate part) {
        int start = at;
        while (peek() != END && part.test(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Names the place and what was wanted there, never the text: a header may hold a secret. */
    private FieldSyntaxException expected(String wanted) {
        return new FieldSyntaxException("structured field: expected " + wanted + " at index " + at);
    }
}

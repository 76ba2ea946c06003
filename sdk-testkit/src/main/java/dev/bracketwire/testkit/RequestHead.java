// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Collects the head of the request that is being read, because mockwebserver3 asks how to read a body without saying
 * whose. Used by one connection's thread only.
 */
final class RequestHead {
    private static final String END = "\r\n\r\n";
    private static final Pattern BODY = Pattern.compile("\r\n(content-length: *0*[1-9]|transfer-encoding:)");

    private final StringBuilder text = new StringBuilder();
    private boolean complete;

    void add(byte[] bytes, int offset, int length) {
        if (!complete) {
            text.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            complete = text.indexOf(END) >= 0;
        }
    }

    void clear() {
        text.setLength(0);
        complete = false;
    }

    boolean isComplete() {
        return complete;
    }

    String method() {
        return requestLine()[0];
    }

    String path() {
        String target = withoutOrigin(requestLine()[1]);
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    boolean expectsContinue() {
        return fields().contains("\r\nexpect: 100-continue\r\n");
    }

    /** A body where mockwebserver3 takes none, and would leave the client waiting. */
    boolean hasBodyOnGet() {
        return (method().equals("GET") || method().equals("HEAD"))
                && BODY.matcher(fields()).find();
    }

    private String fields() {
        return text.substring(0, text.indexOf(END) + 2).toLowerCase(Locale.ROOT);
    }

    private String[] requestLine() {
        String[] parts = text.substring(0, text.indexOf("\r\n")).split(" ", 3);
        return parts.length == 3 ? parts : new String[] {"", "", ""};
    }

    /** A client that takes us for its proxy names the whole URL (RFC 9112, 3.2.2); the path is what rules are about. */
    static String withoutOrigin(String target) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            return target;
        }
        int path = target.indexOf('/', target.indexOf("//") + 2);
        return path < 0 ? "/" : target.substring(path);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What the browser is shown; fixed, so that nothing a stranger sends is ever in it. */
enum LoopbackPage {
    ALLOWED("200 OK", "Done. You can close this window and go back to the application."),
    DENIED("200 OK", "Nothing was allowed. You can close this window and go back to the application."),
    NOT_THIS("400 Bad Request", "This page was not asked for."),
    NOTHING_HERE("404 Not Found", "There is nothing here."),
    TOO_LONG("431 Request Header Fields Too Large", "That is too long.");

    private final String answer;

    LoopbackPage(String status, String text) {
        String body = "<!doctype html><title>" + text + "</title><p>" + text + "</p>\n";
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer"
                + "\r\nContent-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n\r\n";
        this.answer = head + body;
    }

    byte[] answer() {
        return answer.getBytes(US_ASCII);
    }
}

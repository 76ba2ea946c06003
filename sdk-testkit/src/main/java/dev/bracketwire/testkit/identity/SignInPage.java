// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.identity;

import java.util.Collection;
import java.util.Map;

/** Writes the pages that a person sees: plain HTML without scripts. */
final class SignInPage {
    private static final String HEAD = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><title>Sign in (imitation)</title><style>"
            + "body{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:10vh auto;padding:0 1rem;"
            + "color-scheme:light dark}button{display:block;width:100%;font:inherit;padding:.7rem;margin:.5rem 0;"
            + "cursor:pointer}</style></head><body>";

    private SignInPage() {}

    static String problem(String text) {
        return HEAD + "<h1>This does not work</h1><p>" + escaped(text) + "</p></body></html>";
    }

    static String users(CodeRequest request, Map<String, String> users, Collection<String> order) {
        StringBuilder page = new StringBuilder(HEAD)
                .append("<h1>Sign in</h1><p>This page imitates an identity provider. Choose a user.</p>")
                .append("<form method=\"post\" action=\"/oauth2/authorize\">");
        request.fields()
                .forEach((name, value) -> page.append("<input type=\"hidden\" name=\"")
                        .append(name)
                        .append("\" value=\"")
                        .append(escaped(value))
                        .append("\">"));
        for (String id : order) {
            page.append("<button name=\"user\" value=\"")
                    .append(escaped(id))
                    .append("\">")
                    .append(escaped(users.getOrDefault(id, id)))
                    .append("</button>");
        }
        return page.append("<button name=\"deny\" value=\"1\">Cancel</button></form></body></html>")
                .toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

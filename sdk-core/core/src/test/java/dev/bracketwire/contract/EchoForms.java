// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Every form in which an upstream may echo a secret, written by hand and not by the code under test. */
public final class EchoForms {
    private EchoForms() {}

    /** The forms by their names. */
    public static Map<String, String> of(String secret) {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("plain", secret);
        forms.put("json slash", secret.replace("/", "\\/"));
        forms.put("json plus upper", each(secret, false, "\\u%04X").replace("\\u002F", "\\/"));
        forms.put("json special lower", each(secret, false, "\\u%04x"));
        forms.put("json all", each(secret, true, "\\u%04X"));
        forms.put("json all lower", each(secret, true, "\\u%04x"));
        forms.put("percent", URLEncoder.encode(secret, UTF_8));
        forms.put("percent lower", each(bytes(secret), false, "%%%02x"));
        forms.put("percent all", each(bytes(secret), true, "%%%02X"));
        forms.put("percent some", secret.replace("/", "%2f"));
        forms.put("percent twice", URLEncoder.encode(URLEncoder.encode(secret, UTF_8), UTF_8));
        forms.put("percent in json", each(bytes(secret), false, "%%%02x").replace("%", "\\u0025"));
        forms.put("html", each(secret, false, "&#%d;"));
        forms.put("html hex", each(secret, false, "&#x%x;"));
        forms.put("html hex upper", each(secret, true, "&#X%X;"));
        forms.put(
                "html names",
                secret.replace("/", "&sol;").replace("+", "&plus;").replace("=", "&equals;"));
        String[] before = {"", "a", "ab", "user:"};
        for (String start : before) {
            byte[] bytes = (start + secret + ", and more").getBytes(UTF_8);
            forms.put("base64 after " + start.length(), Base64.getEncoder().encodeToString(bytes));
            forms.put(
                    "base64url after " + start.length(), Base64.getUrlEncoder().encodeToString(bytes));
            byte[] end = (start + secret).getBytes(UTF_8);
            forms.put(
                    "basic after " + start.length(),
                    Base64.getEncoder().withoutPadding().encodeToString(end));
        }
        String form = URLEncoder.encode("client", UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
        forms.put("basic of a client", Base64.getEncoder().encodeToString(form.getBytes(UTF_8)));
        return forms;
    }

    private static String bytes(String secret) {
        return new String(secret.getBytes(UTF_8), ISO_8859_1);
    }

    private static String each(String secret, boolean all, String format) {
        return secret.chars()
                .mapToObj(c ->
                        all || !(c < 0x80 && Character.isLetterOrDigit(c)) ? String.format(format, c) : "" + (char) c)
                .collect(Collectors.joining());
    }
}

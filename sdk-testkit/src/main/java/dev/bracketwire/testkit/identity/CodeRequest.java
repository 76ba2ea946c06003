// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.identity;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds the parameters by which an application asks for a code (RFC 6749 4.1.1, RFC 7636 4.3). */
record CodeRequest(
        String type, String client, String redirect, String scope, String state, String challenge, String method) {
    static CodeRequest of(Map<String, String> fields) {
        return new CodeRequest(
                fields.getOrDefault("response_type", ""),
                fields.getOrDefault("client_id", ""),
                fields.getOrDefault("redirect_uri", ""),
                fields.getOrDefault("scope", ""),
                fields.getOrDefault("state", ""),
                fields.getOrDefault("code_challenge", ""),
                fields.getOrDefault("code_challenge_method", ""));
    }

    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("response_type", type);
        fields.put("client_id", client);
        fields.put("redirect_uri", redirect);
        fields.put("scope", scope);
        fields.put("state", state);
        fields.put("code_challenge", challenge);
        fields.put("code_challenge_method", method);
        return fields;
    }

    URI denied() {
        return back("error", "access_denied");
    }

    URI back(String name, String value) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(name, value);
        if (!state.isEmpty()) {
            fields.put("state", state);
        }
        return URI.create(redirect + (redirect.contains("?") ? "&" : "?") + FormText.write(fields));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.ConfigurationException.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for what is wrong with the options of {@link OAuth}. */
final class OptionChecks {
    /** What we set ourselves; a second value would be an error at the server, or a hole. */
    private static final Set<String> OURS = Set.of(
            "assertion",
            "client_id",
            "client_secret",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "device_code",
            "grant_type",
            "redirect_uri",
            "refresh_token",
            "response_type",
            "scope",
            "state");

    private final OAuthBuilder options;
    private final List<Problem> problems = new ArrayList<>();

    OptionChecks(OAuthBuilder options) {
        this.options = options;
    }

    List<Problem> problems() {
        if (options.clientId.isBlank()) {
            add("clientId", "must not be blank");
        }
        if (options.secretInBody && options.clientSecret == null) {
            add("secretInBody", "needs clientSecret(…)");
        }
        posted("tokenEndpoint", options.tokenEndpoint);
        posted("deviceAt", options.deviceEndpoint);
        posted("openId", options.keysEndpoint);
        page(options.authorizeEndpoint);
        options.parameters.keySet().stream()
                .filter(OURS::contains)
                .forEach(name -> add("parameter " + name, "is set by this client itself"));
        return problems;
    }

    private void posted(String path, @Nullable URI endpoint) {
        if (endpoint != null && (endpoint.getRawQuery() != null || endpoint.getRawPath() == null)) {
            add(path, "must be an absolute URL without a query");
        }
    }

    private void page(@Nullable URI page) {
        if (page == null) {
            return;
        }
        String scheme = page.getScheme() == null ? "" : page.getScheme().toLowerCase(Locale.ROOT);
        if (page.getHost() == null || page.getRawFragment() != null || page.getRawUserInfo() != null) {
            add("authorizeAt", "must be an absolute URL with a host, without a user and a fragment");
        } else if (!scheme.equals("https") && !(scheme.equals("http") && OAuthUrls.isLoopback(page.getHost()))) {
            add("authorizeAt", "must be https: users enter their passwords there");
        } else if (page.getRawQuery() != null) {
            for (String pair : page.getRawQuery().split("&", -1)) {
                String name = pair.split("=", 2)[0];
                if (OURS.contains(name)) {
                    add("authorizeAt", "must not hold " + name + ", which is set by this client itself");
                }
            }
        }
    }

    private void add(String path, String rule) {
        problems.add(new Problem(path, rule));
    }
}

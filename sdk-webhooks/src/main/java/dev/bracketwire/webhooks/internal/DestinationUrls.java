// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Checks URLs with the parser that sends them, and refuses what that parser would have to repair: another parser may read
 * such a text as another host.
 */
final class DestinationUrls {
    private static final int LONGEST = 2_048;
    private static final Pattern URL = Pattern.compile(
            "(https?)://([^/?#:\\[\\]]+|\\[[0-9a-f:.]*])(?::(\\d{1,5}))?(?=[/?]|$).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern WITH_USER = Pattern.compile("[a-zA-Z]+:/*[^/?]*@");
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+");
    // Parsers of the WHATWG's kind take a host that ends so for an IPv4 address.
    private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");
    private static final Pattern LOCAL = Pattern.compile("(?:.*\\.)?(?:localhost|internal|local)");

    private final DestinationRules rules;
    private final DestinationGuard destinationGuard;

    DestinationUrls(DestinationRules rules, DestinationGuard destinationGuard) {
        this.rules = rules;
        this.destinationGuard = destinationGuard;
    }

    DestinationCheck check(String text) {
        if (text.length() > LONGEST) {
            return refused("must have at most " + LONGEST + " characters");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')) {
            return refused(
                    "must be printable ASCII without spaces and backslashes; write a host as xn--… and encode the"
                            + " rest by %");
        }
        if (text.indexOf('#') >= 0) {
            return refused("must have no fragment (#…)");
        }
        if (WITH_USER.matcher(text).lookingAt()) {
            return refused("must have no user and password before the host; sign with a secret instead");
        }
        Matcher matcher = URL.matcher(text);
        if (!matcher.matches()) {
            return refused("must look like https://host/path or https://host:8443/path");
        }
        HttpUrl url = HttpUrl.parse(text);
        if (url == null
                || !isSame(url, matcher)
                || !url.equals(HttpUrl.parse(url.uri().toString()))) {
            return refused("must be written in its plain form, with a host that all programs read alike");
        }
        List<String> problems = problems(url);
        return problems.isEmpty() ? DestinationCheck.accepted(url.uri()) : DestinationCheck.refused(problems);
    }

    private static DestinationCheck refused(String rule) {
        return DestinationCheck.refused(List.of(rule));
    }

    private static boolean isSame(HttpUrl url, Matcher text) {
        String host = text.group(2).toLowerCase(Locale.ROOT);
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String port = text.group(3);
        return url.scheme().equalsIgnoreCase(text.group(1))
                && url.host().equals(plain)
                && url.username().isEmpty()
                && url.password().isEmpty()
                && url.port() == (port == null ? HttpUrl.defaultPort(url.scheme()) : Integer.parseInt(port));
    }

    private List<String> problems(HttpUrl url) {
        List<String> problems = new ArrayList<>();
        if (!url.isHttps() && !rules.allowsHttp()) {
            problems.add("must begin with https://");
        }
        String host = url.host();
        boolean literal =
                host.indexOf(':') >= 0 || AddressRange.QUAD.matcher(host).matches();
        if (!literal && !rules.allowsSomewhere(url.port())) {
            problems.add("must have an allowed port, not " + url.port());
        }
        if (literal) {
            String refusal = literalRefusal(host, url.port());
            if (refusal != null) {
                problems.add("must have a public address and an allowed port: " + refusal);
            }
        } else if (!isName(host)) {
            problems.add("must have a full host name such as hooks.example.org");
        } else if (LOCAL.matcher(host).matches()) {
            problems.add("must not name a host of a local network (localhost, internal, local)");
        }
        return problems;
    }

    private static boolean isName(String host) {
        return NAME.matcher(host).matches()
                && !NUMERIC_END.matcher(host).matches()
                && Arrays.stream(host.split("\\.")).allMatch(PunycodeLabel::isSound);
    }

    private @Nullable String literalRefusal(String host, int port) {
        try {
            return destinationGuard.refusal(InetAddress.getByName(host), port); // a literal is not looked up
        } catch (UnknownHostException e) {
            return "it is not an address";
        }
    }
}

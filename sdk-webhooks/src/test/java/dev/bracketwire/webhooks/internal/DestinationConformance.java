// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import static dev.bracketwire.webhooks.internal.SignatureConformance.cases;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.TransportException;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.DirectClient;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.TransportOptions;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

@SuppressWarnings("AddressSelection") // literals have one address
class DestinationConformance {
    private static final Body BODY = Body.text("text/plain", "text");

    @Test
    void addresses_areRefusedOrAllowedAsOthersDo() throws Exception {
        DestinationGuard guard = new DestinationGuard(DestinationRules.standard());
        Suite.run("webhooks/ssrf-ip-verdicts", "webhooks", suite -> {
            Path file = suite.folder().resolve("ssrf-ip-verdicts.json");
            for (JsonNode each : cases(file)) {
                String ip = each.path("ip").asText();
                boolean deny = each.path("deny").asBoolean();
                suite.check(file, ip, deny, () -> guard.refusal(InetAddress.getByName(ip), 443) != null);
                suite.check(
                        file,
                        ip + " resolved",
                        deny,
                        () -> isRefused(() -> guard.resolver(
                                        host -> List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName(ip)))
                                .resolve("hooks.example.org")));
                suite.check(
                        file,
                        ip + " connected",
                        deny,
                        () -> isRefused(
                                () -> guard.requireAllowed(new InetSocketAddress(InetAddress.getByName(ip), 443))));
            }
        });
    }

    private interface Step {
        void run() throws Exception;
    }

    private static boolean isRefused(Step step) throws Exception {
        try {
            step.run();
            return false;
        } catch (BlockedAddressException e) {
            return true;
        }
    }

    @Test
    void urls_thatReachInside_areRefusedAndNeverConnected() throws Exception {
        List<CanaryServer> canaries = canaries(80, 443, 8080);
        // Names stand for the machine itself, so that a URL that gets through is seen by a canary.
        DestinationGuard guard =
                new DestinationGuard(DestinationRules.standard().allowHttp());
        TransportOptions options =
                TransportOptions.defaults().resolver(host -> List.of(InetAddress.getByName("127.0.0.1")));
        try (DirectClient client = DirectClient.builder("hooks")
                .transport(guard.guard(options))
                .timeout(Duration.ofSeconds(10))
                .build()) {
            Suite.run("webhooks/ssrf-url-payloads", "webhooks", suite -> {
                Path file = suite.folder().resolve("ssrf-url-payloads.json");
                for (JsonNode each : cases(file)) {
                    String url = each.path("url").asText();
                    String expected = each.path("expect").asText();
                    suite.check(file, url, expected, () -> verdict(guard, client, url, expected));
                }
                for (CanaryServer canary : canaries) {
                    suite.check(file, "connections to port " + canary.port(), 0, canary::connections);
                }
            });
        } finally {
            for (CanaryServer canary : canaries) {
                canary.close();
            }
        }
    }

    /** Starts those whose port is free, and may be had by this user. */
    private static List<CanaryServer> canaries(int... ports) {
        List<CanaryServer> canaries = new ArrayList<>();
        for (int port : ports) {
            try {
                canaries.add(CanaryServer.start(port));
            } catch (UncheckedIOException e) {
                SignatureConformance.print("conformance webhooks/ssrf-url-payloads: " + e.getMessage());
            }
        }
        return canaries;
    }

    private static String verdict(DestinationGuard guard, DirectClient client, String text, String expected) {
        DestinationCheck check = guard.check(text);
        if (expected.equals("allow")) {
            return check.isAccepted() ? "allow" : check.problems().toString();
        }
        if (expected.equals("reject-ip")) {
            return isSent(client, text) ? "sent" : expected;
        }
        return check.isAccepted() ? "accepted at registration" : expected;
    }

    /** Whether a client sends it though nothing looked at it when it was registered. */
    private static boolean isSent(DirectClient client, String text) {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null) {
            return false;
        }
        try {
            client.send("POST", url.uri(), Headers.none(), BODY).get();
            return true;
        } catch (TransportException e) {
            return BlockedAddressException.in(e).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void urls_thatWeAccept_haveTheHostThatBrowsersGive() throws Exception {
        DestinationRules rules = DestinationRules.standard().allowHttp().allowPorts(ports());
        DestinationGuard guard = new DestinationGuard(rules);
        List<String> accepted = new ArrayList<>();
        Suite.run("webhooks/wpt-urltestdata-http", "webhooks", suite -> {
            Path file = suite.folder().resolve("wpt-urltestdata-http.json");
            for (JsonNode each : cases(file)) {
                String input = each.path("input").asText();
                DestinationCheck check = guard.check(input);
                if (check.url() != null) {
                    accepted.add(input);
                    String host = check.url().getRawAuthority();
                    suite.check(
                            file,
                            input,
                            each.path("failure").asBoolean()
                                    ? "failure"
                                    : each.path("host").asText(),
                            () -> host);
                } else {
                    suite.check(file, input, false, check::isAccepted);
                }
            }
        });
        assertThat(accepted).contains("http://www.google.com", "http://example.com/foo/bar/../ton");
        SignatureConformance.print("conformance webhooks/wpt-urltestdata-http: accepted " + accepted.size());
    }

    private static int[] ports() {
        int[] ports = new int[65_535];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = i + 1;
        }
        return ports;
    }
}

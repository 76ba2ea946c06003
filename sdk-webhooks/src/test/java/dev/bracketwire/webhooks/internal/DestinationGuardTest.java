// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.DirectClient;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("AddressSelection") // literals have one address
class DestinationGuardTest {
    private static final Body BODY = Body.text("text/plain", "text");

    private final DestinationGuard standard = new DestinationGuard(DestinationRules.standard());

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.org/a?b=c,https://hooks.example.org/a?b=c",
        "https://hooks.example.org,https://hooks.example.org/",
        "HTTPS://Hooks.Example.ORG/A,https://hooks.example.org/A",
        "https://hooks.example.org:443/,https://hooks.example.org/",
        "https://hooks.example.org:8443/,https://hooks.example.org:8443/",
        "https://xn--bcher-kva.example/hook,https://xn--bcher-kva.example/hook",
        "https://xn--strae-oqa.example/hook,https://xn--strae-oqa.example/hook",
        "https://my_host.example.org/,https://my_host.example.org/",
        "https://1.1.1.1/hook,https://1.1.1.1/hook",
        "https://[2606:4700:4700::1111]/hook,https://[2606:4700:4700::1111]/hook",
        "https://hooks.example.org/a/../b,https://hooks.example.org/b"
    })
    void check_publicUrl_givesItsCanonicalForm(String text, String canonical) {
        assertThat(standard.check(text).orThrow()).isEqualTo(URI.create(canonical));
        assertThat(standard.check(text).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example.org/,https://",
        "ftp://hooks.example.org/,must look like",
        "hooks.example.org,must look like",
        "'',must look like",
        "https:hooks.example.org/,must look like",
        "https:/hooks.example.org/,must look like",
        "https:///hooks.example.org/,must look like",
        "https://user:pw@hooks.example.org/,user and password",
        "https://user@hooks.example.org/,user and password",
        "https://hooks.example.org/#part,fragment",
        "https://hooks.example.org:444/,port",
        "https://hooks.example.org:99999/,plain form",
        "https://hooks.example.org:/,must look like",
        "https://hooks/,full host name",
        "https://hooks.example.org./,full host name",
        "https://localhost/,full host name",
        "https://a.localhost/,local network",
        "https://metadata.google.internal/,local network",
        "https://printer.local/,local network",
        "https://-a.example.org/,full host name",
        "https://a..example.org/,plain form",
        "https://hooks.example.123/,full host name",
        "https://hooks.example.0x1f/,full host name",
        "https://a.xn--pokxncvks/,full host name",
        "https://a.xn--a/,full host name",
        "https://127.1/,full host name",
        "https://0177.0.0.1/,full host name",
        "https://2130706433/,full host name",
        "https://0x7f.1/,full host name",
        "https://999.1.1.1/,full host name",
        "https://%31.1.1.1/,plain form",
        "https://hooks.exam%70le.org/,plain form",
        "https://hooks.example.org\\@a.example.org/,printable ASCII",
        "'https://hooks.example.org/a b',printable ASCII",
        "https://hooks。example。org/,printable ASCII",
        "https://①②⑦.⓪.⓪.①/,printable ASCII",
        "https://bücher.example/,printable ASCII",
        "https://10.0.0.1/,private network",
        "https://1.1.1.1:22/,port 22",
        "https://[::1]/,no public address",
        "https://[::ffff:1.1.1.1]/,plain form",
        "https://[2606:4700:4700:0:0:0:0:1111]/,plain form",
        "https://[fe80::1%25eth0]/,must look like",
        "https://169.254.169.254/,link-local"
    })
    void check_otherUrl_saysWhy(String text, String reason) {
        DestinationCheck check = standard.check(text);
        assertThat(check.isAccepted()).isFalse();
        assertThat(check.problems())
                .isNotEmpty()
                .first()
                .asString()
                .startsWith("url must ")
                .contains(reason);
        assertThatThrownBy(check::orThrow).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example\t.org/",
                "https://hooks.example.org/\n",
                "https://hooks.example.org/\u0000"
            })
    void check_controlCharacter_isRefused(String text) {
        assertThat(standard.check(text).isAccepted()).isFalse();
    }

    @Test
    void check_longText_isRefused() {
        String start = "https://hooks.example.org/";
        assertThat(standard.check(start + "a".repeat(2_048 - start.length())).isAccepted())
                .isTrue();
        assertThat(standard.check(start + "a".repeat(2_049 - start.length())).isAccepted())
                .isFalse();
    }

    @Test
    void check_severalProblems_areAllNamed() {
        assertThat(standard.check("http://hooks:25/").problems()).hasSize(3);
    }

    @Test
    void check_httpAllowed_takesItsPorts() {
        DestinationGuard guard =
                new DestinationGuard(DestinationRules.standard().allowHttp().allowPorts(9_000));
        for (String port : List.of("", ":8080", ":443", ":9000")) {
            assertThat(guard.check("http://hooks.example.org" + port + "/").isAccepted())
                    .isTrue();
        }
        assertThat(guard.check("http://hooks.example.org:25/").isAccepted()).isFalse();
    }

    @Test
    void refusal_ownAddress_isRefusedThoughPublic() throws Exception {
        for (var each : Collections.list(java.net.NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress own : Collections.list(each.getInetAddresses())) {
                assertThat(standard.refusal(own, 443)).isNotNull();
            }
        }
    }

    @Test
    void allowRange_addressAndPort_areBothNeeded() throws Exception {
        DestinationGuard guard =
                new DestinationGuard(DestinationRules.standard().allowRange("10.1.0.0/16", 9_000));
        assertThat(guard.refusal(address("10.1.2.3"), 9_000)).isNull();
        assertThat(guard.refusal(address("10.1.2.3"), 443)).contains("private network");
        assertThat(guard.refusal(address("10.2.2.3"), 9_000)).contains("private network");
        assertThat(guard.refusal(address("1.1.1.1"), 9_000)).contains("port 9000");
        assertThat(guard.refusal(address("::ffff:10.1.2.3"), 9_000)).isNull();
        assertThat(guard.check("https://10.1.2.3:9000/").isAccepted()).isTrue();
        assertThat(guard.check("https://10.1.2.3/").isAccepted()).isFalse();
        assertThat(guard.check("https://1.1.1.1:9000/").isAccepted()).isFalse();
        // The address behind a name is not known yet, so the socket decides.
        assertThat(guard.check("https://hooks.example.org:9000/").isAccepted()).isTrue();
        assertThat(guard.resolver(host -> List.of(address("10.1.2.3"))).resolve("hooks.example.org"))
                .hasSize(1);
        assertThatThrownBy(() -> guard.requireAllowed(new InetSocketAddress("10.1.2.3", 443)))
                .isInstanceOf(BlockedAddressException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.0.0/16,169.254.169.254",
        "169.254.0.0/16,169.254.170.2",
        "100.64.0.0/10,100.100.100.200",
        "192.0.0.0/24,192.0.0.192",
        "fd00::/8,fd00:ec2::254",
        "fd00::/8,fd20:ce::254",
        "0.0.0.0/0,168.63.129.16",
        "64:ff9b::/96,64:ff9b::a9fe:a9fe",
        "2002::/16,2002:a9fe:a9fe::1",
        "::/0,::169.254.169.254"
    })
    void allowRange_metadataInside_staysRefusedUntilNamed(String range, String literal) throws Exception {
        DestinationRules rules = DestinationRules.standard().allowRange(range, 443);
        InetAddress metadata = address(literal);
        assertThat(new DestinationGuard(rules).refusal(metadata, 443)).isNotNull();
        assertThat(new DestinationGuard(rules).refusal(metadata, -1)).isNotNull();
        assertThat(new DestinationGuard(rules.allowMetadata(literal)).refusal(metadata, 443))
                .isNull();
        assertThat(new DestinationGuard(DestinationRules.standard().allowMetadata(literal)).refusal(metadata, 443))
                .isNotNull();
    }

    @Test
    void rules_optionThatIsNone_isRefused() {
        DestinationRules rules = DestinationRules.standard();
        for (String range : List.of(
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "fd00::/129",
                "localhost/8",
                "10.1/16",
                "a/8",
                "999.0.0.0/8")) {
            assertThatThrownBy(() -> rules.allowRange(range, 443))
                    .as(range)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> rules.allowRange("10.0.0.0/8")).hasMessageContaining("ports");
        assertThatThrownBy(() -> rules.allowRange("10.0.0.0/8", 0)).hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> rules.allowPorts(65_536)).hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> rules.allowMetadata("10.0.0.1")).hasMessageContaining("metadata");
        assertThatThrownBy(() -> rules.allowMetadata("metadata.google.internal"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resolver_oneAddressRefused_refusesAll() {
        assertThatThrownBy(() -> standard.resolver(host -> List.of(address("1.1.1.1"), address("10.0.0.1")))
                        .resolve("hooks.example.org"))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessage("10.0.0.1 is a private network (10.0.0.0/8)");
    }

    @Test
    void resolver_noAddress_fails() {
        assertThatThrownBy(() -> standard.resolver(host -> List.of()).resolve("hooks.example.org"))
                .isInstanceOf(UnknownHostException.class)
                .isNotInstanceOf(BlockedAddressException.class);
    }

    @Test
    void resolver_manyAddresses_usesSixteenAndChecksAll() throws Exception {
        List<InetAddress> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(address("1.1.1." + i));
        }
        assertThat(standard.resolver(host -> many).resolve("hooks.example.org")).isEqualTo(many.subList(0, 16));
        many.set(99, address("127.0.0.1"));
        assertThatThrownBy(() -> standard.resolver(host -> many).resolve("hooks.example.org"))
                .isInstanceOf(BlockedAddressException.class);
    }

    @Test
    void sockets_anyWayToConnect_areGuarded() throws Exception {
        var sockets = standard.sockets();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (CanaryServer canary = CanaryServer.start(0)) {
            int port = canary.port();
            assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", port))
                    .isInstanceOf(BlockedAddressException.class);
            assertThatThrownBy(() -> sockets.createSocket(loopback, port)).isInstanceOf(BlockedAddressException.class);
            assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", port, loopback, 0))
                    .isInstanceOf(BlockedAddressException.class);
            assertThatThrownBy(() -> sockets.createSocket(loopback, port, loopback, 0))
                    .isInstanceOf(BlockedAddressException.class);
            try (Socket socket = sockets.createSocket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(loopback, port)))
                        .isInstanceOf(BlockedAddressException.class);
                assertThatThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("localhost", port)))
                        .isInstanceOf(BlockedAddressException.class);
            }
            assertThat(canary.connections()).isZero();
        }
    }

    @Test
    void guard_allowedDestination_isReached() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("POST", "/x").answers(Answer.empty());
            int port = upstream.uri().getPort();
            DestinationGuard guard =
                    new DestinationGuard(DestinationRules.standard().allowHttp().allowRange("127.0.0.0/8", port));
            try (DirectClient client = client(guard, host -> List.of(address("127.0.0.1")))) {
                URI url = guard.check("http://hooks.example.org:" + port + "/x").orThrow();
                assertThat(client.send("POST", url, Headers.none(), BODY).get().status())
                        .isEqualTo(204);
            }
        }
    }

    private static DirectClient client(DestinationGuard guard, TransportOptions.Resolver resolver) {
        return DirectClient.builder("hooks")
                .transport(guard.guard(TransportOptions.defaults().resolver(resolver)))
                .build();
    }

    @Test
    void guard_literal_isRefusedByTheSocket() throws Exception {
        try (CanaryServer canary = CanaryServer.start(0);
                DirectClient client = client(standard, host -> List.of(address("1.1.1.1")))) {
            for (String host : List.of("127.0.0.1", "2130706433", "127.1")) {
                URI url = URI.create("http://" + host + ":" + canary.port() + "/");
                var failure = catchThrowableOfType(
                        TransportException.class,
                        () -> client.send("POST", url, Headers.none(), BODY).get());
                assertThat(BlockedAddressException.in(failure)).as(host).isPresent();
                assertThat(failure).hasMessageContaining("the destination is refused (127.0.0.1 is this machine");
                assertThat(failure.maybeDone()).isFalse();
            }
            assertThat(canary.connections()).isZero();
        }
    }

    @Test
    void guard_nameThatChangesItsAddress_neverReachesInside() throws Exception {
        try (CanaryServer canary = CanaryServer.start(0)) {
            int port = canary.port();
            DestinationGuard guard =
                    new DestinationGuard(DestinationRules.standard().allowHttp().allowPorts(port));
            AtomicInteger asked = new AtomicInteger();
            TransportOptions.Resolver flipping = host -> {
                // Public when it is registered, and inside when it is used; now and then both at once.
                return switch (asked.getAndIncrement() % 3) {
                    case 0 -> List.of(address("1.1.1.1"));
                    case 1 -> List.of(address("127.0.0.1"));
                    default -> List.of(address("1.1.1.1"), address("::ffff:127.0.0.1"));
                };
            };
            TransportOptions.Resolver guarded = guard.resolver(flipping);
            try (DirectClient client = client(guard, host -> {
                List<InetAddress> seen = guarded.resolve(host);
                assertThat(seen).hasSize(1);
                return flipping.resolve(host); // the name has changed since it was looked at
            })) {
                int refused = 0;
                for (int i = 0; i < 1_000; i++) {
                    URI url = guard.check("http://h" + i + ".example.org:" + port + "/")
                            .orThrow();
                    asked.set(0);
                    var failure = catchThrowableOfType(
                            TransportException.class,
                            () -> client.send("POST", url, Headers.none(), BODY).get());
                    refused += BlockedAddressException.in(failure).isPresent() ? 1 : 0;
                }
                assertThat(refused).isEqualTo(1_000);
            }
            assertThat(canary.connections()).isZero();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackTest {
    private final OAuthScene scene = new OAuthScene();
    private final TokenStore store = TokenStore.inMemory();
    private final OAuth oauth = scene.oauth(options -> options.store(store));

    @AfterEach
    void close() {
        scene.close();
    }

    /** A login under way, and the browser that was sent to it. */
    private record Login(CompletableFuture<Auth> result, Browser browser) {
        Auth auth() throws Exception {
            return result.get(1, TimeUnit.MINUTES);
        }

        Throwable failure() {
            return OAuthScene.failure(result);
        }
    }

    private Login login(String name) throws Exception {
        CompletableFuture<URI> url = new CompletableFuture<>();
        var result = oauth.loopback(name, url::complete).start();
        return new Login(result, Browser.at(url.get(1, TimeUnit.MINUTES)));
    }

    @Test
    void loopback_browserComesBack_givesTheCredentialAndClosesThePort() throws Exception {
        scene.serverGives(OAuthScene.TOKENS);
        Login login = login("ann");
        assertThat(login.browser.back("code=c&state=STATE"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Security-Policy: default-src 'none'", "Referrer-Policy: no-referrer", "Done.")
                .doesNotContain(login.browser.state());
        assertThat(scene.seen(login.auth())).isEqualTo("Bearer a1");
        assertThat(login.browser.portIsClosed()).isTrue();
        assertThat(scene.asked())
                .containsEntry("code", "c")
                .containsEntry("redirect_uri", login.browser.sent().get("redirect_uri"));
        assertThat(login.browser.sent().get("redirect_uri"))
                .isEqualTo("http://127.0.0.1:" + login.browser.port() + "/callback");
        assertThat(store.find("ann").get()).isPresent();
    }

    @Test
    void loopback_get_waitsOnThisThread() throws Exception {
        scene.serverGives(OAuthScene.TOKENS);
        List<String> pages = new ArrayList<>();
        Auth ann = oauth.loopback("ann", url -> {
                    try {
                        pages.add(Browser.at(url).back("code=c&state=STATE"));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .get();
        assertThat(scene.seen(ann)).isEqualTo("Bearer a1");
        assertThat(pages).hasSize(1);
    }

    @Test
    void loopback_userRefuses_isDenied() throws Exception {
        Login login = login("ann");
        assertThat(login.browser.back("error=access_denied&state=STATE")).contains("Nothing was allowed.");
        assertThat(login.failure())
                .isInstanceOfSatisfying(
                        AuthorizationException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.DENIED));
        assertThat(login.browser.portIsClosed()).isTrue();
    }

    @Test
    void loopback_serverRefusesTheCode_isTyped() throws Exception {
        scene.serverRefuses(400, "{\"error\":\"invalid_grant\"}");
        Login login = login("ann");
        login.browser.back("code=canary-code&state=STATE");
        assertThat(login.failure())
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining(login.browser.state());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /favicon.ico HTTP/1.1;Host: HOST | 404",
                "GET / HTTP/1.1;Host: HOST | 404",
                "POST /callback?code=evil&state=STATE HTTP/1.1;Host: HOST | 404",
                "GET http://HOST/callback?code=evil&state=STATE HTTP/1.1;Host: HOST | 404",
                "GET /callback HTTP/1.1;Host: HOST | 400",
                "GET /callback?code=evil&state=other HTTP/1.1;Host: HOST | 400",
                "GET /callback?error=access_denied&state=other HTTP/1.1;Host: HOST | 400",
                "GET /callback?code=evil&state=STATE&state=STATE HTTP/1.1;Host: HOST | 400",
                "GET /callback?code=%zz&state=STATE HTTP/1.1;Host: HOST | 400",
                "GET /callback?code=evil&state=STATE HTTP/1.1;Host: evil.example.org | 400",
                "GET /callback?code=evil&state=STATE HTTP/1.1;Host: HOST;Host: HOST | 400",
                "GET /callback?code=evil&state=STATE HTTP/1.1;Accept: x | 400",
                "nonsense | 400"
            })
    void loopback_foreignRequestFirst_isRefusedAndTheWaitContinues(String request, String status) throws Exception {
        scene.serverGives(OAuthScene.TOKENS);
        Login login = login("ann");
        String raw = request.replace(";", "\r\n")
                .replace("STATE", login.browser.state())
                .replace("HOST", "127.0.0.1:" + login.browser.port());
        assertThat(login.browser.raw(raw + "\r\n\r\n")).startsWith("HTTP/1.1 " + status);
        assertThat(login.result).isNotDone();
        login.browser.back("code=c&state=STATE");
        login.auth();
        assertThat(scene.asked()).containsEntry("code", "c");
        assertThat(scene.server.received()).hasSize(1);
    }

    @Test
    void loopback_requestLineOfAMegabyte_isRefusedAndTheWaitContinues() throws Exception {
        scene.serverGives(OAuthScene.TOKENS);
        Login login = login("ann");
        assertThat(login.browser.raw("GET /" + "x".repeat(1 << 20))).startsWith("HTTP/1.1 431");
        login.browser.back("code=c&state=STATE");
        assertThat(login.auth()).isNotNull();
    }

    @Test
    void loopback_manySilentConnections_doNotHoldUpTheRedirect() throws Exception {
        scene.serverGives(OAuthScene.TOKENS);
        Login login = login("ann");
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = login.browser.connect();
                silent.add(socket);
                socket.getOutputStream().write('G');
            }
            assertThat(login.browser.back("code=c&state=STATE")).contains("Done.");
            assertThat(login.auth()).isNotNull();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void loopback_redirectSentByteByByte_isRead() throws Exception {
        scene.serverGives(OAuthScene.TOKENS);
        Login login = login("ann");
        try (Socket socket = login.browser.connect()) {
            socket.setTcpNoDelay(true);
            String request = "GET /callback?state=" + login.browser.state()
                    + "&code=c HTTP/1.1\r\nX: \r\r\nHost: 127.0.0.1:" + login.browser.port() + "\r\n\r\n";
            for (byte b : request.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("Done.");
        }
        assertThat(login.auth()).isNotNull();
    }

    @Test
    void loopback_twoAtOnce_doNotMixUp() throws Exception {
        scene.server
                .on("POST", "/token")
                .answers(request -> Answer.json("{\"access_token\":\"of-"
                        + OAuthScene.parameters(request.text()).get("code") + "\"}"));
        Login ann = login("ann");
        Login ben = login("ben");
        assertThat(ann.browser.port()).isNotEqualTo(ben.browser.port());
        assertThat(ann.browser.back("code=x&state=" + ben.browser.state())).startsWith("HTTP/1.1 400");
        ben.browser.back("code=ben&state=STATE");
        ann.browser.back("code=ann&state=STATE");
        assertThat(scene.seen(ann.auth())).isEqualTo("Bearer of-ann");
        assertThat(scene.seen(ben.auth())).isEqualTo("Bearer of-ben");
    }

    @Test
    void loopback_noRedirectArrives_endsAfterFiveMinutesWithThePortClosed() throws Exception {
        Login login = login("ann");
        scene.clock.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(login.result).isNotDone();
        scene.clock.advance(Duration.ofNanos(1));
        assertThat(login.failure())
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("the deadline passed while waiting for the user");
        assertThat(login.browser.portIsClosed()).isTrue();
    }

    @Test
    void loopback_deadlineOfTheCall_isKept() throws Exception {
        CompletableFuture<URI> url = new CompletableFuture<>();
        var result = oauth.loopback("ann", url::complete)
                .within(Duration.ofSeconds(7))
                .start();
        url.get(1, TimeUnit.MINUTES);
        scene.clock.advance(Duration.ofSeconds(7));
        assertThatThrownBy(() -> result.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DeadlineException.class);
    }

    @Test
    void loopback_cancelled_closesThePort() throws Exception {
        Login login = login("ann");
        login.result.cancel(false);
        assertThat(login.browser.portIsClosed()).isTrue();
    }

    @Test
    void loopback_interrupted_closesThePortAndKeepsTheFlag() throws Exception {
        CompletableFuture<URI> url = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                oauth.loopback("ann", url::complete).get();
            } catch (CancelledException e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("the flag is gone", e));
            }
        });
        waiting.start();
        Browser browser = Browser.at(url.get(1, TimeUnit.MINUTES));
        waiting.interrupt();
        assertThat(thrown.get(1, TimeUnit.MINUTES)).isInstanceOf(CancelledException.class);
        assertThat(browser.portIsClosed()).isTrue();
    }

    @Test
    void loopback_clientClosed_endsWithThePortClosed() throws Exception {
        Login login = login("ann");
        oauth.close();
        assertThat(login.failure())
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("the client was closed while it waited for the user");
        assertThat(login.browser.portIsClosed()).isTrue();
        assertThatThrownBy(() -> oauth.loopback("ann", url -> {}).get()).isInstanceOf(CancelledException.class);
    }

    @Test
    void loopback_noBrowserCanBeOpened_failsWithThatAndClosesThePort() throws Exception {
        CompletableFuture<URI> url = new CompletableFuture<>();
        assertThatThrownBy(() -> oauth.loopback("ann", opened -> {
                            url.complete(opened);
                            throw new IllegalStateException("no browser here");
                        })
                        .get())
                .hasMessage("no browser here");
        assertThat(Browser.at(url.join()).portIsClosed()).isTrue();
    }

    @Test
    void loopback_port_isOpenOnThisAddressOnly() throws Exception {
        Login login = login("ann");
        try (Socket socket = new Socket()) {
            var other =
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), login.browser.port());
            assertThatThrownBy(() -> socket.connect(other, 30_000)).isInstanceOf(IOException.class);
        }
        login.result.cancel(false);
    }
}

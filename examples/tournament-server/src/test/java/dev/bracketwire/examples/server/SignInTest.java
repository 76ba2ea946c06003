// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    @TempDir
    Path folder;

    private TestServer server;
    private Person ann;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        ann = server.person("Ann");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void signIn_allowed_setsCookieThatScriptsCannotRead() throws Exception {
        TestBrowser browser = server.browser();
        HttpResponse<String> done =
                browser.comeBack(browser.begin("/auth/sign-in?to=/tournaments/x?q=1"), ann.discord());
        assertThat(done.statusCode()).isEqualTo(302);
        assertThat(done.headers().firstValue("Location")).hasValue("/tournaments/x?q=1");
        assertThat(done.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("bw_session=")
                        .contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000")
                        .doesNotContain("Secure"));
        assertThat(browser.json(browser.get("/api/session"))
                        .path("person")
                        .path("name")
                        .asText())
                .isEqualTo("Ann");
    }

    @Test
    void session_visitor_isNotSignedIn() throws Exception {
        assertThat(server.browser().get("/api/session").body()).isEqualTo("{\"signedIn\":false,\"demo\":false}");
    }

    @Test
    void database_afterSignIn_knowsHashesOnly() throws Exception {
        TestBrowser browser = server.browser().signIn(ann.discord());
        List<String> ids = server.app()
                .read(state -> state.sql().list("SELECT id FROM ${sessions}", row -> row.getString(1)))
                .get();
        assertThat(ids).hasSize(1).doesNotContain(browser.cookies.get("bw_session"));
    }

    @Test
    void signIn_again_endsTheOldSession() throws Exception {
        TestBrowser browser = server.browser().signIn(ann.discord());
        String old = browser.cookies.get("bw_session");
        browser.signIn(ann.discord());
        assertThat(browser.cookies.get("bw_session")).isNotEqualTo(old);
        TestBrowser thief = server.browser();
        thief.cookies.put("bw_session", old);
        assertThat(thief.get("/api/me").statusCode()).isEqualTo(401);
    }

    @Test
    void signOut_withToken_endsTheSession() throws Exception {
        TestBrowser browser = server.browser().signIn(ann.discord());
        String id = browser.cookies.get("bw_session");
        assertThat(browser.send("POST", "/auth/sign-out", null).statusCode()).isEqualTo(403);
        assertThat(browser.change("POST", "/auth/sign-out", null).statusCode()).isEqualTo(200);
        assertThat(browser.cookies).doesNotContainKey("bw_session");
        browser.cookies.put("bw_session", id);
        assertThat(browser.get("/api/me").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --"})
    void cookie_forged_isAVisitor(String cookie) throws Exception {
        TestBrowser browser = server.browser();
        browser.cookies.put("bw_session", cookie);
        assertThat(browser.get("/api/me").statusCode()).isEqualTo(401);
    }

    @Test
    void session_expired_isAVisitor() throws Exception {
        TestBrowser browser = server.browser().signIn(ann.discord());
        server.app()
                .database()
                .write(connection -> new SqlSession(server.app().database(), connection)
                        .update("UPDATE ${sessions} SET expires = 1"))
                .get();
        assertThat(browser.get("/api/me").statusCode()).isEqualTo(401);
    }

    @Test
    void session_used_livesThirtyMoreDays() throws Exception {
        TestBrowser browser = server.browser().signIn(ann.discord());
        long soon = System.currentTimeMillis() + 60_000;
        server.app()
                .database()
                .write(connection -> new SqlSession(server.app().database(), connection)
                        .update("UPDATE ${sessions} SET expires = ?", soon))
                .get();
        assertThat(browser.get("/api/me").statusCode()).isEqualTo(200);
        assertThat(server.app()
                        .read(state -> state.sql()
                                .find("SELECT expires FROM ${sessions}", row -> row.getLong(1))
                                .orElseThrow())
                        .get())
                .isGreaterThan(soon + 86_400_000L * 29);
    }

    @Test
    void session_afterForget_isGone() throws Exception {
        TestBrowser browser = server.browser().signIn(ann.discord());
        server.signedIn("Root", Permission.ADMIN);
        Person root = server.person("Root");
        var plan = (dev.bracketwire.examples.tournament.Answer.Planned) server.run(root, new Forget(ann.id(), null));
        assertThat(server.run(root, new Forget(ann.id(), plan.fingerprint())).done())
                .isTrue();
        assertThat(browser.get("/api/me").statusCode()).isEqualTo(401);
        assertThat(browser.get("/api/session").body()).contains("\"signedIn\":false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "/%09/evil.example\t",
                "\\\\evil.example",
                "evil",
                "/auth/sign-in",
                "/a b",
                "/./..//evil.example",
                ""
            })
    void target_thatLeadsAway_isTheStartPage(String target) {
        assertThat(SafePath.of(target)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/tournaments/spring-cup", "/audit?tournament=x&before=3", "/x#y"})
    void target_onThisSite_isKept(String target) {
        assertThat(SafePath.of(target)).isEqualTo(target);
    }

    @Test
    void callback_inAnotherBrowser_isRefusedAndAudited() throws Exception {
        TestBrowser victim = server.browser();
        URI authorize = server.browser().begin("/auth/sign-in");
        HttpResponse<String> done = victim.comeBack(authorize, ann.discord());
        assertThat(done.statusCode()).isEqualTo(403);
        assertThat(victim.cookies).doesNotContainKey("bw_session");
        assertThat(server.refusals()).containsExactly("sign-in refused: forbidden");
    }

    @Test
    void callback_withAnotherState_isRefused() throws Exception {
        TestBrowser browser = server.browser();
        URI other = server.browser().begin("/auth/sign-in");
        browser.begin("/auth/sign-in");
        assertThat(browser.comeBack(other, ann.discord()).statusCode()).isEqualTo(403);
        assertThat(browser.cookies).doesNotContainKey("bw_session");
    }

    @Test
    void callback_withABrokenQuery_isRefused() throws Exception {
        TestBrowser browser = server.browser();
        browser.begin("/auth/sign-in");
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.api().getPort())) {
            socket.getOutputStream()
                    .write(("GET /auth/callback?code=x&a=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: "
                                    + browser.cookieHeader() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void callback_twice_isRefusedTheSecondTime() throws Exception {
        TestBrowser browser = server.browser();
        URI authorize = browser.begin("/auth/sign-in");
        String before = browser.cookies.get("bw_sign_in");
        assertThat(browser.comeBack(authorize, ann.discord()).statusCode()).isEqualTo(302);
        TestBrowser replay = server.browser();
        replay.cookies.put("bw_sign_in", before);
        assertThat(replay.comeBack(authorize, ann.discord()).statusCode()).isEqualTo(403);
    }

    @Test
    void callback_afterDenial_saysSo() throws Exception {
        TestBrowser browser = server.browser();
        HttpResponse<String> done = browser.comeBack(browser.begin("/auth/sign-in"), null);
        assertThat(done.statusCode()).isEqualTo(403);
        assertThat(done.body()).contains("You did not allow the sign-in");
        assertThat(server.refusals()).containsExactly("sign-in refused: forbidden");
    }

    @Test
    void callback_whenDiscordIsGone_isUnavailable() throws Exception {
        TestBrowser browser = server.browser();
        URI authorize = browser.begin("/auth/sign-in");
        URI back = server.discord.approve(authorize, Objects.requireNonNull(ann.discord()));
        server.discord.close();
        HttpResponse<String> done = browser.get(back.getRawPath() + "?" + back.getRawQuery());
        assertThat(done.statusCode()).isEqualTo(503);
        assertThat(done.body()).contains("Discord cannot be reached");
    }

    @Test
    void firstAdmin_opened_makesAnAdminOnce() throws Exception {
        Sessions sessions = new Sessions(server.app().database(), InstantSource.system());
        String code = sessions.offerFirstAdmin().orElseThrow();
        TestBrowser browser = server.browser();
        assertThat(browser.comeBack(browser.begin("/auth/first-admin/" + code), ann.discord())
                        .statusCode())
                .isEqualTo(302);
        assertThat(browser.json(browser.get("/api/session")).path("highest").asText())
                .isEqualTo("ADMIN");
        HttpResponse<String> again = server.browser().get("/auth/first-admin/" + code);
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(server.refusals()).containsExactly("sign-in refused: forbidden");
        assertThat(sessions.offerFirstAdmin()).isEmpty();
    }

    @Test
    void firstAdmin_openedTwiceAtOnce_makesOneAdmin() throws Exception {
        Person ben = server.person("Ben");
        Sessions sessions = new Sessions(server.app().database(), InstantSource.system());
        String code = sessions.offerFirstAdmin().orElseThrow();
        TestBrowser one = server.browser();
        TestBrowser other = server.browser();
        URI first = one.begin("/auth/first-admin/" + code);
        URI second = other.begin("/auth/first-admin/" + code);
        assertThat(one.comeBack(first, ann.discord()).statusCode()).isEqualTo(302);
        assertThat(other.comeBack(second, ben.discord()).statusCode()).isEqualTo(403);
        assertThat(other.get("/api/session").body()).contains("\"signedIn\":false");
    }

    @Test
    void firstAdmin_wrongOrOldCode_isRefused() throws Exception {
        Sessions sessions = new Sessions(server.app().database(), InstantSource.system());
        String old = sessions.offerFirstAdmin().orElseThrow();
        assertThat(sessions.offerFirstAdmin()).isPresent();
        assertThat(server.browser().get("/auth/first-admin/" + old).statusCode())
                .isEqualTo(403);
        assertThat(server.browser().get("/auth/first-admin/AAAA").statusCode()).isEqualTo(403);
        assertThat(server.refusals()).hasSize(2);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.testkit.ManualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeIdentityProviderTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BACK = "http://127.0.0.1:9/back";

    // The example of RFC 7636, appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final ManualClock clock = ManualClock.create();
    private final FakeIdentityProvider discord = FakeIdentityProvider.builder("app", "pass")
            .clock(clock)
            .start()
            .user("1", "Ann <A>")
            .user("2", "Ben");

    @AfterEach
    void close() {
        discord.close();
    }

    private static Map<String, String> asking() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("response_type", "code");
        fields.put("client_id", "app");
        fields.put("redirect_uri", BACK);
        fields.put("state", "s t");
        fields.put("code_challenge", CHALLENGE);
        fields.put("code_challenge_method", "S256");
        return fields;
    }

    private URI authorize(Map<String, String> fields) {
        return URI.create(discord.authorizeUri() + "?" + FormText.write(fields));
    }

    private static HttpResponse<String> post(URI to, Map<String, String> form, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(to).POST(BodyPublishers.ofString(FormText.write(form)));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI at, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, String> exchanging(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", BACK);
        form.put("code_verifier", VERIFIER);
        form.put("client_id", "app");
        form.put("client_secret", "pass");
        return form;
    }

    private String code() {
        return FormText.parse(discord.approve(authorize(asking()), "1").getRawQuery())
                .getOrDefault("code", "");
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void page_listsUsersAndKeepsTheRequest() throws Exception {
        HttpResponse<String> page = get(authorize(asking()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<button name=\"user\" value=\"1\">Ann &lt;A&gt;</button>", ">Ben</button>", "value=\"s t\"")
                .doesNotContain("<script");
    }

    @Test
    void click_onAUser_leadsBackWithCodeAndState() throws Exception {
        Map<String, String> form = asking();
        form.put("user", "2");
        HttpResponse<String> sent = post(discord.authorizeUri(), form);
        assertThat(sent.statusCode()).isEqualTo(302);
        String location = sent.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(BACK + "?code=").endsWith("&state=s+t");
        form.put("user", "3");
        assertThat(post(discord.authorizeUri(), form).statusCode()).isEqualTo(400);
    }

    @Test
    void click_onCancel_leadsBackWithAnError() throws Exception {
        Map<String, String> form = asking();
        form.put("deny", "1");
        assertThat(post(discord.authorizeUri(), form).headers().firstValue("Location"))
                .hasValue(BACK + "?error=access_denied&state=s+t");
        assertThat(discord.deny(authorize(asking()))).hasToString(BACK + "?error=access_denied&state=s+t");
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, other, Unknown client_id",
        "redirect_uri, https://evil.example/back, not registered",
        "redirect_uri, :, not registered",
        "response_type, token, must be code",
        "code_challenge_method, plain, S256",
        "code_challenge, short, S256"
    })
    void request_wrong_isShownAndNotRedirected(String field, String value, String problem) throws Exception {
        Map<String, String> fields = asking();
        fields.put(field, value);
        HttpResponse<String> page = get(authorize(fields));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains(problem);
        assertThat(post(discord.authorizeUri(), fields).statusCode()).isEqualTo(400);
        assertThatThrownBy(() -> discord.approve(authorize(fields), "1")).hasMessageContaining(problem);
    }

    @Test
    void approve_ofAnUnknownUser_isRefused() {
        assertThatThrownBy(() -> discord.approve(authorize(asking()), "9")).hasMessageContaining("no user 9");
    }

    @Test
    void redirect_registered_isTheOnlyOne() {
        try (FakeIdentityProvider strict = FakeIdentityProvider.builder("app", "pass")
                .redirect(URI.create("https://cup.example.org/back"))
                .start()
                .user("1", "Ann")) {
            assertThatThrownBy(() -> strict.approve(authorize(asking()), "1")).hasMessageContaining("not registered");
            Map<String, String> fields = asking();
            fields.put("redirect_uri", "https://cup.example.org/back");
            assertThat(strict.approve(authorize(fields), "1").getHost()).isEqualTo("cup.example.org");
        }
    }

    @Test
    void code_exchanged_givesTheAccount() throws Exception {
        HttpResponse<String> granted = post(discord.tokenUri(), exchanging(code()));
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(granted.headers().firstValue("Cache-Control")).hasValue("no-store");
        String token = json(granted).path("access_token").asText();
        JsonNode account = json(get(discord.userUri(), "Authorization", "Bearer " + token));
        assertThat(account.path("id").asText()).isEqualTo("1");
        assertThat(account.path("global_name").asText()).isEqualTo("Ann <A>");
        assertThat(account.path("username").asText()).isEqualTo("ann_<a>");
    }

    @Test
    void client_byBasic_isKnown() throws Exception {
        Map<String, String> form = exchanging(code());
        form.remove("client_id");
        form.remove("client_secret");
        String basic = Base64.getEncoder().encodeToString("app:pass".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(post(discord.tokenUri(), form).statusCode()).isEqualTo(401);
        assertThat(post(discord.tokenUri(), form, "Authorization", "Basic !").statusCode())
                .isEqualTo(401);
        assertThat(post(discord.tokenUri(), form, "Authorization", "Basic " + basic)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret, wrong, 401, invalid_client",
        "code, wrong, 400, invalid_grant",
        "redirect_uri, http://127.0.0.1:9/other, 400, invalid_grant",
        "code_verifier, wrong, 400, invalid_grant",
        "grant_type, password, 400, unsupported_grant_type"
    })
    void exchange_wrong_isRefused(String field, String value, int status, String error) throws Exception {
        Map<String, String> form = exchanging(code());
        form.put(field, value);
        HttpResponse<String> refused = post(discord.tokenUri(), form);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(json(refused).path("error").asText()).isEqualTo(error);
    }

    @Test
    void code_usedTwiceOrTooLate_isRefused() throws Exception {
        Map<String, String> once = exchanging(code());
        assertThat(post(discord.tokenUri(), once).statusCode()).isEqualTo(200);
        assertThat(post(discord.tokenUri(), once).statusCode()).isEqualTo(400);
        Map<String, String> late = exchanging(code());
        clock.advance(Duration.ofMinutes(1));
        assertThat(json(post(discord.tokenUri(), late))
                        .path("error_description")
                        .asText())
                .contains("expired");
    }

    @Test
    void refreshToken_isGoodOnce() throws Exception {
        String refresh = json(post(discord.tokenUri(), exchanging(code())))
                .path("refresh_token")
                .asText();
        Map<String, String> form = exchanging("");
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refresh);
        assertThat(post(discord.tokenUri(), form).statusCode()).isEqualTo(200);
        assertThat(post(discord.tokenUri(), form).statusCode()).isEqualTo(400);
    }

    @Test
    void token_revokedOrExpired_isRefused() throws Exception {
        String token = json(post(discord.tokenUri(), exchanging(code())))
                .path("access_token")
                .asText();
        assertThat(get(discord.userUri(), "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        clock.advance(Duration.ofDays(7));
        assertThat(get(discord.userUri(), "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(401);
        String second = json(post(discord.tokenUri(), exchanging(code())))
                .path("access_token")
                .asText();
        discord.revokeTokens();
        assertThat(get(discord.userUri(), "Authorization", "Bearer " + second).statusCode())
                .isEqualTo(401);
        assertThat(get(discord.userUri()).statusCode()).isEqualTo(401);
        assertThat(discord.toString()).contains("127.0.0.1");
        assertThat(discord.upstream().unexpected()).isEmpty();
    }

    @Test
    void lifetimes_set_count() throws Exception {
        try (FakeIdentityProvider quick = FakeIdentityProvider.builder("app", "pass")
                .codeLifetime(Duration.ZERO)
                .tokenLifetime(Duration.ofSeconds(5))
                .start()
                .user("1", "Ann")) {
            String code = FormText.parse(quick.approve(authorize(asking()), "1").getRawQuery())
                    .getOrDefault("code", "");
            assertThat(post(quick.tokenUri(), exchanging(code)).statusCode()).isEqualTo(400);
        }
    }
}

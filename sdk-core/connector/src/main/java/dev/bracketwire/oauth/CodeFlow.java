// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The authorisation code with PKCE and a checked state (RFC 6749 4.1, RFC 7636, RFC 9207, RFC 9700). */
final class CodeFlow {
    private static final int RANDOM_BYTES = 32;

    final TokenEndpoint tokens;
    private final OAuthBuilder options;
    private final URI page;
    private final @Nullable IdTokens idTokens;
    private final SecureRandom random = new SecureRandom();

    CodeFlow(OAuthBuilder options, TokenEndpoint tokens, URI page, @Nullable IdTokens idTokens) {
        this.options = options;
        this.tokens = tokens;
        this.page = page;
        this.idTokens = idTokens;
    }

    Authorization begin(URI redirect) {
        return begin(redirect, random(), Secret.of(random()));
    }

    Authorization begin(URI redirect, String state, Secret verifier) {
        if (!redirect.isAbsolute() || redirect.isOpaque() || redirect.getRawFragment() != null) {
            throw new IllegalArgumentException("redirect must be an absolute URL without a fragment");
        }
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", options.clientId);
        asked.put("redirect_uri", redirect.toString());
        if (!options.scopes.isEmpty()) {
            asked.put("scope", String.join(" ", options.scopes));
        }
        asked.put("state", state);
        asked.put("code_challenge", challenge(verifier.reveal()));
        asked.put("code_challenge_method", "S256");
        asked.putAll(options.parameters);
        return new Authorization(OAuthUrls.with(page, asked), state, verifier, redirect);
    }

    /** Whether these parameters belong to that authorisation; compared so that the time it takes tells nothing. */
    static boolean belongs(Authorization asked, RedirectParameters received) {
        String state = received.only("state");
        return state != null
                && MessageDigest.isEqual(
                        state.getBytes(StandardCharsets.UTF_8), asked.state().getBytes(StandardCharsets.UTF_8));
    }

    /** Exchanges what came back at a URL. */
    Call<Tokens> finish(Authorization asked, URI received) {
        return tokens.call(context -> {
                    URI url = asked.redirect().resolve(received);
                    if (!OAuthUrls.samePlace(url, asked.redirect())) {
                        throw untrusted("it came to another URL than " + OAuthUrls.place(asked.redirect()));
                    }
                    return CompletableFuture.completedFuture(code(asked, parameters(url.getRawQuery())));
                })
                .then(code -> exchange(asked, code));
    }

    /** Exchanges what came back with parameters. */
    Call<Tokens> finish(Authorization asked, RedirectParameters received) {
        return tokens.call(context -> CompletableFuture.completedFuture(code(asked, received)))
                .then(code -> exchange(asked, code));
    }

    private RedirectParameters parameters(@Nullable String rawQuery) {
        try {
            return RedirectParameters.parse(rawQuery);
        } catch (IllegalArgumentException e) {
            throw untrusted(e.getMessage());
        }
    }

    private String code(Authorization asked, RedirectParameters received) {
        if (!belongs(asked, received)) {
            throw untrusted("its state is missing, there twice, or not the one this user was sent with");
        }
        String issuer = options.issuer;
        if (issuer != null && !issuer.equals(received.only("iss"))) {
            throw untrusted("it does not come from " + issuer);
        }
        if (!asked.finish()) {
            throw untrusted("it came back before; each authorisation is good for once");
        }
        if (received.count("error") > 0) {
            throw refused(asked, received);
        }
        String code = received.only("code");
        if (code == null) {
            throw untrusted("it holds no code, or more than one");
        }
        return code;
    }

    private Call<Tokens> exchange(Authorization asked, String code) {
        TokenForm tokenForm = tokens.identified(tokens.grant("authorization_code"))
                .secret("code", code)
                .with("redirect_uri", asked.redirect().toString())
                .secret("code_verifier", asked.verifier().reveal());
        return tokens.ask(tokenForm, false)
                .then(reply -> idTokens == null ? Call.done(reply.tokens()) : idTokens.checked(reply, where()));
    }

    private AuthorizationException refused(Authorization asked, RedirectParameters received) {
        String error = received.only("error");
        Reason reason = "access_denied".equals(error) ? Reason.DENIED : Reason.REFUSED;
        List<String> hidden = List.of(asked.state(), asked.verifier().reveal());
        String problem = SafeErrorText.problem(
                error == null ? "it names no error, or more than one" : error,
                received.only("error_description"),
                hidden);
        return new AuthorizationException(where(), reason, problem);
    }

    private AuthorizationException untrusted(@Nullable String problem) {
        return new AuthorizationException(where(), Reason.UNTRUSTED, problem);
    }

    /** Where users are asked, for messages. */
    String where() {
        return "GET " + page.getAuthority() + page.getPath();
    }

    private String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return encoded(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return encoded(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.json.Json;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Encrypts tokens for a {@link TokenStore} of your own. Each entry is sealed for its place, so that nobody who can write
 * to the store can give one user's tokens to another. A place is named by {@link #digest} and does not show the user.
 */
public final class TokenSealer {
    private static final int DIGEST_BYTES = 16;

    private final Sealer sealer;

    private TokenSealer(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * Seals under the current key of a ring.
     *
     * @throws dev.bracketwire.ConfigurationException if there is no current key
     */
    public static TokenSealer with(KeyRing keys) {
        return new TokenSealer(Sealer.with(keys));
    }

    /** Returns the place of a name: a digest, from which the name cannot be read. */
    public static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Encrypts tokens for a place. They open at no other place. */
    public byte[] seal(Tokens tokens, String place) {
        Map<String, String> fields = new HashMap<>();
        fields.put("access", tokens.access().reveal());
        Secret refresh = tokens.refresh();
        if (refresh != null) {
            fields.put("refresh", refresh.reveal());
        }
        Instant expires = tokens.expires();
        if (expires != null) {
            fields.put("expires", expires.toString());
        }
        if (!tokens.scopes().isEmpty()) {
            fields.put("scopes", String.join(" ", new TreeSet<>(tokens.scopes())));
        }
        return sealer.seal(Json.write(fields), context(place));
    }

    /**
     * Decrypts the tokens of a place.
     *
     * @param where how messages name the place
     * @throws StoreException if the bytes are damaged, belong to another place, or their key is gone
     */
    public Tokens open(byte[] sealed, String place, String where) {
        try {
            JsonNode tree = Json.tree(sealer.open(sealed, context(place)));
            String refresh = tree.path("refresh").textValue();
            String expires = tree.path("expires").textValue();
            String scopes = tree.path("scopes").textValue();
            return new Tokens(
                    Secret.of(tree.path("access").asText()),
                    refresh == null ? null : Secret.of(refresh),
                    expires == null ? null : Instant.parse(expires),
                    scopes == null ? Set.of() : Set.copyOf(Arrays.asList(scopes.split(" ", 0))));
        } catch (SealException e) {
            throw unreadable(where, e);
        } catch (UncheckedIOException | DateTimeException e) {
            // Without the cause, whose message may show what is in it.
            throw new StoreException(
                    Reason.DAMAGED, "the tokens in " + where + " are not in a form that this version knows", null);
        }
    }

    /** Whether an entry is sealed under the current key. */
    public boolean isCurrent(byte[] sealed, String where) {
        try {
            return sealer.isCurrent(sealed);
        } catch (SealException e) {
            throw unreadable(where, e);
        }
    }

    private static String context(String place) {
        return "token " + place;
    }

    private static StoreException unreadable(String where, SealException cause) {
        return new StoreException(
                Reason.DAMAGED,
                "the tokens in " + where + " cannot be read (" + cause.getMessage()
                        + "); else delete them and have the user authorise anew",
                cause);
    }
}

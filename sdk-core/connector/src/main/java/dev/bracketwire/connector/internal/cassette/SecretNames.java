// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows secrets by their names: of headers, fields, parameters and places in a path.
 *
 * @param more names that count as well
 * @param kept names that look like a secret's and are not
 */
public record SecretNames(Set<String> more, Set<String> kept) {
    private static final Pattern SECRET = Pattern.compile(
            ".*(token|secret|passw|passphrase|authori[sz]ation|credential|cookie|jwt|signature|assertion).*"
                    + "|.*(api|access|private|secret|signing|auth|master|session|client|license|crypt)keys?"
                    + "|(x?auth|key|pass|pwd|bearer|session|sessionid|sid|sig|otp|pin|.*email|.*emailaddress)");

    // Where a list goes on is no secret, and a page that cannot be told from the next cannot be replayed.
    private static final Pattern HARMLESS = Pattern.compile(
            "(x|new|next|prev|previous|page|sync|cursor|continuation|start)+token|.*(type|expires|expiresin|expiresat)");

    /** Reads names in any spelling: {@code client_secret} is {@code Client-Secret} and {@code clientSecret}. */
    public SecretNames {
        more = plain(more);
        kept = plain(kept);
    }

    /** Whether what has this name is a secret. */
    boolean isSecret(String name) {
        String plain = plain(name);
        if (kept.contains(plain)) {
            return false;
        }
        return more.contains(plain)
                || (SECRET.matcher(plain).matches() && !HARMLESS.matcher(plain).matches());
    }

    /** Whether a parameter of a request is one: there a code is what a token is given for, elsewhere it names an error. */
    public boolean isSecretParameter(String name) {
        return isSecret(name) || (plain(name).equals("code") && !kept.contains("code"));
    }

    /** Whether a header's value must not be kept. */
    boolean isSecretHeader(String name) {
        String plain = plain(name);
        return isSecret(name)
                || plain.endsWith("authenticate")
                || plain.equals("authenticationinfo")
                || (plain.endsWith("key") && !kept.contains(plain));
    }

    private static Set<String> plain(Set<String> names) {
        return names.stream().map(SecretNames::plain).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}

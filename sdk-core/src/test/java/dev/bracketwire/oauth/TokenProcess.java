// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import java.nio.file.Path;

/** Another process that keeps tokens in the same folder. */
final class TokenProcess {
    static final int USERS = 200;

    private TokenProcess() {}

    /** Takes the folder and the key. */
    public static void main(String[] arguments) {
        TokenStore store = TokenStore.file(Path.of(arguments[0]), KeyRing.of("old", Secret.of(arguments[1])));
        for (int i = 0; i < USERS; i++) {
            store.keep("theirs" + i, new Tokens(Secret.of("t" + i), null, null)).get();
        }
    }
}

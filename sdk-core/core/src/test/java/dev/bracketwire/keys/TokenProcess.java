// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.Secret;
import java.nio.file.Path;

/** Another process that keeps tokens in the same folder. */
final class TokenProcess {
    private TokenProcess() {}

    /** Takes the folder, the key and how many users to keep. */
    public static void main(String[] arguments) {
        TokenStore store = TokenStore.file(Path.of(arguments[0]), KeyRing.of("old", Secret.of(arguments[1])));
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            store.keep("theirs" + i, new Tokens(Secret.of("t" + i), null, null)).get();
        }
    }
}

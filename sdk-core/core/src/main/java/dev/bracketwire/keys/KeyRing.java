// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives keys: the one that is current, and older ones by their ids for what was sealed before. It is asked at each use, so
 * a key that changed in its vault or file is in use without a restart. It may block, and must be safe for several threads.
 *
 * <p>To rotate, make the new key current under a new id and keep the old one until everything has been sealed anew.
 */
public interface KeyRing {
    /** The key that seals from now on. */
    Key current();

    /** The key of this id, current or older. */
    Optional<Key> find(String id);

    /** Gives a ring of these keys and an older one, which opens what was sealed under it and seals nothing. */
    default KeyRing and(String id, Secret olderKey) {
        Key older = new Key(id, olderKey);
        KeyRing before = this;
        return new KeyRing() {
            @Override
            public Key current() {
                return before.current();
            }

            @Override
            public Optional<Key> find(String wanted) {
                Optional<Key> known = before.find(wanted);
                return known.isEmpty() && wanted.equals(id) ? Optional.of(older) : known;
            }
        };
    }

    /**
     * Holds one key: 32 random bytes in base64, as {@code openssl rand -base64 32} makes them.
     *
     * @param id what the key is called in what it seals, such as {@code 2026-11}; never use one id for two keys
     */
    static KeyRing of(String id, Secret base64Key) {
        Key key = new Key(id, base64Key);
        return new KeyRing() {
            @Override
            public Key current() {
                return key;
            }

            @Override
            public Optional<Key> find(String wanted) {
                return wanted.equals(id) ? Optional.of(key) : Optional.empty();
            }
        };
    }

    /**
     * Reads the keys from a file at each use: a line for each with its id, a blank and the key in base64. The first is
     * current; empty lines and those that begin with {@code #} count for nothing. A file that other users of the machine can
     * write or replace is refused.
     */
    static KeyRing file(Path path) {
        return new KeyFile(Objects.requireNonNull(path, "path"));
    }

    /**
     * One key.
     *
     * @param id what it is called
     * @param base64 its 32 bytes in base64
     */
    record Key(String id, Secret base64) {
        /** Refuses an id that is not one to 64 letters, digits, dots, dashes and underscores. */
        public Key {
            Objects.requireNonNull(base64, "base64");
            if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new IllegalArgumentException(
                        "id of a key must be 1 to 64 letters, digits, dots, dashes and underscores");
            }
        }

        /**
         * The key itself.
         *
         * @throws ConfigurationException if it is no key now; the message names its id and never the key
         */
        byte[] bytes() {
            return KeyBytes.of(id, base64.reveal());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import java.util.Locale;

/** What Riot says of itself when it answers 429. */
public enum FakeRefusal {
    /** The key asks too much of the route. */
    APPLICATION,
    /** The key asks too much of the endpoint. */
    METHOD,
    /** The endpoint is asked too much by all. */
    SERVICE,
    /** The same in other words, which no document mentions. */
    SERVER,
    /** Nothing. */
    UNTYPED;

    String type() {
        return name().toLowerCase(Locale.ROOT);
    }
}

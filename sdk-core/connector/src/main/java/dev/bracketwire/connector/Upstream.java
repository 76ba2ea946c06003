// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says what those who operate a connector should know of its upstream. Immutable; begin with {@link #unknown()}.
 *
 * <pre>{@code
 * Upstream drive = Upstream.unknown()
 *         .documentation(URI.create("https://drive.example.org/docs"))
 *         .unit("quota units")
 *         .scopes("files.read")
 *         .notice("Not endorsed by the makers of Drive.");
 * }</pre>
 *
 * @param documentation where its API is described, null if that is not said
 * @param notices what it wants its users' users to be told, word for word
 * @param unit what it counts requests in, such as {@code points}
 * @param scopes what a credential has to be allowed, and no more; empty if that is not said
 */
public record Upstream(@Nullable URI documentation, List<String> notices, String unit, Set<String> scopes) {
    private static final Upstream UNKNOWN = new Upstream(null, List.of(), "requests", Set.of());

    /** Copies the collections. */
    public Upstream {
        Objects.requireNonNull(unit, "unit");
        notices = List.copyOf(notices);
        scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    }

    /** Says nothing, and counts requests. */
    public static Upstream unknown() {
        return UNKNOWN;
    }

    /** Says where its API is described. */
    public Upstream documentation(URI place) {
        return new Upstream(Objects.requireNonNull(place, "place"), notices, unit, scopes);
    }

    /** Adds something it wants its users' users to be told. */
    public Upstream notice(String text) {
        List<String> more = new ArrayList<>(notices);
        more.add(Objects.requireNonNull(text, "text"));
        return new Upstream(documentation, more, unit, scopes);
    }

    /** Says what it counts requests in; {@link Request#weight} is in this unit. */
    public Upstream unit(String name) {
        return new Upstream(documentation, notices, name, scopes);
    }

    /** Adds what a credential has to be allowed. */
    public Upstream scopes(String... names) {
        Set<String> more = new TreeSet<>(scopes);
        more.addAll(List.of(names));
        return new Upstream(documentation, notices, unit, more);
    }
}

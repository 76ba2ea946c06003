// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bracketwire.examples.tournament.Permission;
import org.jspecify.annotations.Nullable;

/**
 * A permission of a person.
 *
 * @param person the person
 * @param scope {@code *} for everything, {@code organisation:ID} or {@code tournament:ID}
 * @param level the permission
 */
public record Grant(String person, String scope, Permission level) {
    /** The scope of a permission for everything. */
    public static final String EVERYTHING = "*";

    private static final String TOURNAMENT = "tournament:";
    private static final String ORGANISATION = "organisation:";

    /** Returns the scope of one tournament. */
    public static String ofTournament(String id) {
        return TOURNAMENT + id;
    }

    /** Returns the scope of all tournaments of an organisation. */
    public static String ofOrganisation(String id) {
        return ORGANISATION + id;
    }

    /** Whether it is the permission to grant all others. */
    @JsonIgnore
    public boolean isForEverything() {
        return level == Permission.ADMIN && scope.equals(EVERYTHING);
    }

    @Nullable
    String tournament() {
        return scope.startsWith(TOURNAMENT) ? scope.substring(TOURNAMENT.length()) : null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/**
 * A sign-up of a person for the crew of a match.
 *
 * @param person the id of the {@link Person}
 * @param role the task
 * @param signUp the id of the sign-up at the source; 0 if the host set it
 * @param name the name as the source showed it last
 * @param approved whether the sign-up was accepted
 * @param ready whether the person said to be ready
 * @param language the language of the broadcast, such as {@code en}
 */
public record CrewMember(
        long person, CrewRole role, long signUp, String name, boolean approved, boolean ready, String language) {}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.speedgaming.internal.PersonAdmin;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads persons and links them. An import knows a person again by the id on Discord, then by the number of the player on
 * SpeedGaming; a name alone is only suggested. Two signs that contradict each other change nothing and are listed.
 *
 * <pre>{@code
 * for (Suggestion suggestion : schedule.people().suggestions().get()) {
 *     System.out.println(suggestion.reasons());
 * }
 * PersonMerge merge = schedule.people().merge(12, 7, "olga").get();
 * schedule.people().undo(merge.id(), "olga").get();
 * }</pre>
 */
public final class People {
    private final PersonAdmin admin;

    People(PersonAdmin admin) {
        this.admin = admin;
    }

    /**
     * Returns a person; for one that was merged, the person that stands for it.
     *
     * @throws dev.bracketwire.NotFoundException by the call, if there is none with this id
     */
    public Call<Person> person(long id) {
        return admin.person(id);
    }

    /** Returns the persons whose name contains a text, without regard to case; 100 at most. */
    public Call<List<Person>> search(String text) {
        return admin.search(text);
    }

    /** Returns the signs by which a person is known again. */
    public Call<List<PersonAlias>> aliases(long person) {
        return admin.aliases(person);
    }

    /** Returns the suggestions and conflicts that are open, the oldest first. */
    public Call<List<Suggestion>> suggestions() {
        return admin.suggestions();
    }

    /** Settles a suggestion without a change. Gives false if it was settled already. */
    public Call<Boolean> dismiss(long suggestion, String actor) {
        return admin.dismiss(suggestion, actor);
    }

    /**
     * Links a placeholder to a user of the host. If the user has a person already, the placeholder is merged into it.
     *
     * @return the person of the user
     */
    public Call<Person> link(long person, String hostUser, String actor) {
        return admin.link(person, hostUser, actor);
    }

    /** Corrects the id on Discord of a person; null removes it. It fails with a conflict if another person has it. */
    public Call<Person> setDiscordId(long person, @Nullable String discordId, String actor) {
        return admin.setDiscordId(person, discordId, actor);
    }

    /**
     * Links a user that signed in with Discord: a placeholder with this id on Discord becomes the user, or is merged into the
     * user's person. Call it at each sign-in.
     *
     * @return the person of the user; empty if no schedule has shown the id yet
     */
    public Call<Optional<Person>> claim(String hostUser, String discordId) {
        return admin.claim(hostUser, discordId);
    }

    /**
     * Merges a person into another: matches, aliases and suggestions go to the other one, and the first one leads to it.
     *
     * @throws dev.bracketwire.ConflictException by the call, if both are users of the host, or one was merged already
     */
    public Call<PersonMerge> merge(long from, long into, String actor) {
        return admin.merge(from, into, actor);
    }

    /** Returns the merges, the newest first; 500 at most. */
    public Call<List<PersonMerge>> merges() {
        return admin.merges();
    }

    /** Takes a merge back: what the first person had then is given back to it. What came later stays with the other. */
    public Call<Person> undo(long merge, String actor) {
        return admin.undo(merge, actor);
    }

    /** Returns all that is kept about a person, as JSON. */
    public Call<String> export(long person) {
        return admin.export(person);
    }

    /**
     * Blanks a person in all tables. The matches stay, with an empty name in its place. If the source shows the person again, a
     * new person is made.
     *
     * @return the number of matches that had the person
     */
    public Call<Integer> erase(long person, String actor) {
        return admin.erase(person, actor);
    }

    /** Removes the placeholders that have had no match for 30 days. A periodic import does so once a day. */
    public Call<Integer> removeUnused() {
        return admin.removeUnused();
    }
}

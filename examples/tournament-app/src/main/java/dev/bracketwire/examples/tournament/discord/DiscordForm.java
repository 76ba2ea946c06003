// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import java.util.List;

/**
 * A form that Discord shows as a dialog.
 *
 * @param id the text that comes back with the fields
 * @param title the title, at most 45 characters
 * @param fields the fields, at most 5
 */
public record DiscordForm(String id, String title, List<Field> fields) {
    /** Cuts the title and copies the list. */
    public DiscordForm {
        title = DiscordText.limited(title, 45);
        fields = List.copyOf(fields);
    }

    /**
     * A field for one line of text.
     *
     * @param id the name under which the text comes back
     * @param label the words beside it
     * @param example an example of a text
     * @param longest the number of characters that fit
     * @param required whether it must be filled in
     */
    public record Field(String id, String label, String example, int longest, boolean required) {}
}

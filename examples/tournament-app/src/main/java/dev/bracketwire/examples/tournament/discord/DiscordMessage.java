// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import java.util.List;

/**
 * A message with buttons. Its text is Discord markdown. The {@link DiscordPort} suppresses all mentions in it.
 *
 * @param text the text, at most 2,000 characters
 * @param buttons the buttons, at most 25
 */
public record DiscordMessage(String text, List<Button> buttons) {
    /** The number of buttons that a message can have. */
    public static final int MOST_BUTTONS = 25;

    /** Cuts the text and copies the list. */
    public DiscordMessage {
        text = DiscordText.limited(text, DiscordText.LONGEST);
        buttons = List.copyOf(buttons.subList(0, Math.min(buttons.size(), MOST_BUTTONS)));
    }

    /** Creates a message without buttons. */
    public static DiscordMessage of(String text) {
        return new DiscordMessage(text, List.of());
    }

    /**
     * A button.
     *
     * @param id the text that comes back when it is pressed, at most 100 characters
     * @param label the words on it, at most 80 characters
     * @param style the colour
     * @param enabled whether it can be pressed
     */
    public record Button(String id, String label, Style style, boolean enabled) {
        /** Cuts the label. */
        public Button {
            label = DiscordText.limited(label, 80);
        }

        /** Creates a button that can be pressed. */
        public Button(String id, String label, Style style) {
            this(id, label, style, true);
        }
    }

    /** The colour of a button. */
    public enum Style {
        /** The main choice. */
        PRIMARY,
        /** Another choice. */
        SECONDARY,
        /** A choice that removes something. */
        DANGER
    }
}

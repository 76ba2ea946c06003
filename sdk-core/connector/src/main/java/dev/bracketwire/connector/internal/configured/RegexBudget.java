// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Text that a regular expression may look at so often: some need longer than the universe for a text made for them. */
final class RegexBudget implements CharSequence {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredRules.class);
    private static final int LOOKS = 1_000_000;

    private final String text;
    private int left = LOOKS;

    private RegexBudget(String text) {
        this.text = text;
    }

    /** Whether all of the text matches; an expression that takes too long does not. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new RegexBudget(text)).matches();
        } catch (Exhausted e) {
            LOG.warn(
                    "the expression {} of a reply rule takes too long for a reply and counts as not matching", pattern);
            return false;
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("", null, false, false);
        }
    }
}

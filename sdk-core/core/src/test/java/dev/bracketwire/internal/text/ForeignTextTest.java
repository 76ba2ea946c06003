// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.contract.EchoForms;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {
    private static final String SECRET = "Tk/9+x=_Q~" + "foreign4711";

    @ParameterizedTest
    @ValueSource(
            strings = {SECRET, "pa%41ss\\word&amp;x", "p\u00e4ssw\u00f6rt-\u4e2d\u6587", "-----BEGIN KEY-----\nabc\n"})
    void shown_secretInAnyForm_isMasked(String secret) {
        ForeignText.hide(secret);
        EchoForms.of(secret).forEach((name, form) -> {
            String text = "no such key " + form + " here";
            assertThat(ForeignText.shown(text, 1_000))
                    .as(name)
                    .doesNotContain(form)
                    .contains(SecretMask.TEXT)
                    .startsWith("no such key ")
                    .endsWith(" here");
        });
    }

    @Test
    void shown_secretSplitByInvisibleCharacters_isMasked() {
        ForeignText.hide(SECRET);
        for (String cut : new String[] {"\u200b", "\u202e", "\ufeff", "\u2066", "\u00ad"}) {
            String text = "key " + SECRET.substring(0, 9) + cut + SECRET.substring(9);
            assertThat(ForeignText.shown(text)).isEqualTo("key ***");
        }
    }

    @Test
    void shown_anyText_isShortAndOnOneLineWithoutControlsOrMarks() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(400);
            for (int i = 0; i < length; i++) {
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x100)));
            }
            String shown = ForeignText.shown(text.toString());
            assertThat(shown.length()).isLessThanOrEqualTo(200);
            shown.codePoints()
                    .forEach(c -> assertThat(Character.getType(c))
                            .isNotIn(
                                    (int) Character.CONTROL,
                                    (int) Character.FORMAT,
                                    (int) Character.LINE_SEPARATOR,
                                    (int) Character.PARAGRAPH_SEPARATOR,
                                    (int) Character.SURROGATE));
        }
    }

    @Test
    void masked_shortSecretOfLetters_isNotCutOutOfAnotherWord() {
        SecretMask mask = new SecretMask(10);
        mask.add("other");
        assertThat(mask.masked("another per_other other, user:other")).isEqualTo("another per_other ***, user:***");
    }

    @Test
    void shown_ordinaryText_isAsItWas() {
        for (String text : new String[] {
            "",
            "no such player",
            "50% off & more \\o/ for 3 < 4",
            "Gr\u00fc\u00dfe an \u4e2d\u6587 \ud83d\ude00",
            "two  blanks "
        }) {
            assertThat(ForeignText.shown(text)).isEqualTo(text);
        }
    }

    @Test
    @Timeout(60)
    void shown_hostileTexts_costBoundedTime() {
        for (int i = 0; i < 3_000; i++) {
            ForeignText.hide("aaaaaaaa-secret-" + i);
        }
        ForeignText.hide(SECRET);
        for (String part : new String[] {
            "a",
            "%",
            "%2",
            "%25",
            "\\",
            "\\u",
            "\\\\",
            "&",
            "&#",
            "&#x",
            "&amp;",
            "QUJD",
            "=",
            "aaaaaaaa-secret-",
            SECRET,
            "\u202e",
            "\ud800",
            "\u001b["
        }) {
            String hostile = part.repeat(100_000 / part.length());
            assertThat(ForeignText.shown(hostile).length()).isLessThanOrEqualTo(200);
            assertThat(ForeignText.shown(hostile)).doesNotContain(SECRET);
        }
    }

    @Test
    void shown_secretAtTheEndOfWhatIsLookedAt_isNotShownInHalf() {
        ForeignText.hide(SECRET);
        String shown = ForeignText.shown("\u200b".repeat((1 << 18) - 8) + SECRET, 200);
        assertThat(shown).doesNotContain(SECRET.substring(0, 5));
    }

    @Test
    void hide_beyondTheLimit_forgetsTheOldestSecret() {
        SecretMask mask = new SecretMask(100);
        for (int i = 0; i < 1_000; i++) {
            mask.add("number-" + i + "-end");
        }
        assertThat(mask.isSecret("number-899-end")).isFalse();
        assertThat(mask.masked("number-999-end number-900-end number-1-end")).isEqualTo("*** *** number-1-end");
    }

    @Test
    void maskedEscaped_stringOfJson_keepsItsEscapesWhole() {
        SecretMask mask = new SecretMask(10);
        mask.add("nabcd");
        assertThat(mask.maskedEscaped("x\\nabcd \\u006eabcd")).isEqualTo("x\\nabcd ***");
    }

    @Test
    void shown_failureThatQuotesTheUpstream_isACopyWithoutIt() {
        ForeignText.hide(SECRET);
        IOException failure =
                new ProtocolException("Unexpected status line: " + SECRET + "\u001b[2J" + "x".repeat(100_000));
        failure.addSuppressed(new IOException(SECRET));
        IOException shown = ForeignText.shown(failure);
        assertThat(shown).hasMessageStartingWith("ProtocolException: Unexpected status line: ***?[2Jxxx");
        assertThat(shown.toString().length()).isLessThan(300);
        assertThat(shown.getSuppressed()[0]).hasMessage("IOException: ***");
        IOException harmless = new IOException("unexpected end of stream");
        assertThat(ForeignText.shown(harmless)).isSameAs(harmless);
    }
}

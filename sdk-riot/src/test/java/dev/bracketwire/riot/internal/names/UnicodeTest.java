// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds our tables equal to ICU's, as far as the characters that the running JDK knows too. */
class UnicodeTest {
    private static final int STRINGS = 1_000_000;
    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

    @Test
    void skeletons_areThoseOfIcu() throws IOException {
        try (InputStream in = ConfusableSkeletons.class.getResourceAsStream("skeletons.txt")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(SkeletonTable.text());
        }
    }

    @Test
    void skeleton_ofAMillionStrings_isThatOfIcu() {
        SpoofChecker checker = new SpoofChecker.Builder().build();
        int[] known = known();
        int[] latin = IntStream.rangeClosed(' ', 0x24F).toArray();
        Random random = new Random(20261121);
        for (int i = 0; i < STRINGS; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(8);
            for (int j = 0; j < length; j++) {
                int[] from = random.nextInt(3) == 0 ? known : latin;
                text.appendCodePoint(from[random.nextInt(from.length)]);
            }
            String drawn = checker.getSkeleton(text);
            // Marks younger than the JDK are all there, in an order that only a younger Unicode knows.
            String ours = NFD.normalize(ConfusableSkeletons.of(text.toString()));
            if (!ours.equals(drawn)) {
                assertThat(ours).as("of %s", escaped(text)).isEqualTo(drawn);
            }
        }
    }

    @Test
    void folding_ofEachCharacter_isThatOfIcu() {
        Normalizer2 icu = Normalizer2.getNFKCCasefoldInstance();
        for (int each : known()) {
            String text = Character.toString(each);
            if (!CaseFolding.of(text).equals(icu.normalize(text))) {
                assertThat(CaseFolding.of(text)).as("of %s", escaped(text)).isEqualTo(icu.normalize(text));
            }
        }
    }

    @Test
    void folding_ofAMillionStrings_isThatOfIcu() {
        Normalizer2 icu = Normalizer2.getNFKCCasefoldInstance();
        Normalizer2 nfc = Normalizer2.getNFCInstance();
        int[] known = known();
        int[] latin = IntStream.rangeClosed(' ', 0x24F).toArray();
        int[] marks = IntStream.rangeClosed(0x300, 0x36F).toArray();
        Random random = new Random(20261121);
        for (int i = 0; i < STRINGS; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(8);
            for (int j = 0; j < length; j++) {
                int kind = random.nextInt(6);
                int[] from = kind < 2 ? known : kind == 2 ? marks : latin;
                text.appendCodePoint(from[random.nextInt(from.length)]);
            }
            String folded = icu.normalize(text);
            String ours = nfc.normalize(CaseFolding.of(text.toString()));
            if (!ours.equals(folded)) {
                assertThat(ours).as("of %s", escaped(text)).isEqualTo(folded);
            }
        }
    }

    @Test
    void ignorable_areThoseOfIcu() {
        for (int each = 0; each <= Character.MAX_CODE_POINT; each++) {
            if (IgnorableCharacters.is(each)
                    != UCharacter.hasBinaryProperty(each, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
                assertThat(IgnorableCharacters.is(each)).as("U+%04X", each).isEqualTo(!IgnorableCharacters.is(each));
            }
        }
    }

    private static int[] known() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(each -> Character.isDefined(each)
                        && UCharacter.isDefined(each)
                        && Character.getType(each) != Character.SURROGATE
                        && Character.getType(each) != Character.PRIVATE_USE)
                .toArray();
    }

    private static String escaped(CharSequence text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> escaped.append(String.format("U+%04X ", each)));
        return escaped.toString();
    }
}

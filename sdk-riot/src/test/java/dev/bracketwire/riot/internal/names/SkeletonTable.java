// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Makes the table of skeletons from ICU's data, where a new version of it comes: run it with the file to write. */
final class SkeletonTable {
    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
    // The Unicode of the oldest JDK: what it takes apart by itself need not be here.
    private static final int JDK_17 = 13;

    private SkeletonTable() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), text(), StandardCharsets.US_ASCII);
    }

    static String text() {
        SpoofChecker checker = new SpoofChecker.Builder().build();
        StringBuilder table = new StringBuilder("""
                # What characters look like: code point = code points. From the data of Unicode's report 39 as ICU has it,
                # under the Unicode License v3, https://www.unicode.org/license.txt
                """);
        for (int each = 0; each <= Character.MAX_CODE_POINT; each++) {
            String one = Character.toString(each);
            if (!UCharacter.isDefined(each)
                    || (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE)
                    || UCharacter.hasBinaryProperty(each, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                    || (UCharacter.getAge(each).getMajor() <= JDK_17 && !NFD.isNormalized(one))) {
                continue;
            }
            String drawn = checker.getSkeleton(one);
            if (!drawn.equals(one)) {
                table.append(Integer.toHexString(each))
                        .append('=')
                        .append(drawn.codePoints()
                                .mapToObj(Integer::toHexString)
                                .collect(Collectors.joining(" ")))
                        .append('\n');
            }
        }
        return table.toString();
    }
}

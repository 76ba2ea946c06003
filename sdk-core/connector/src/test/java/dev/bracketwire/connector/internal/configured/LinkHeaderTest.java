// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bracketwire.seeded.SeededDraw;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "</2>; rel=\"next\" | /2",
                "</2>;rel=next | /2",
                "< /2 > ; REL = \"Next\" | /2",
                "</1>; rel=prev, </3>; rel=next | /3",
                "</3>; rel=\"prev next\" | /3",
                "</3>; title=\"a, <b>; rel=next\"; rel=\"next\" | /3",
                "</3>; title=\"a \\\" ; rel=next\"; rel=prev | ",
                "</a,b;c>; rel=next | /a,b;c",
                "</2>; rel=next; rel=prev | /2",
                "</2>; rel=prev; rel=next | ",
                "</2>; rel=next; anchor=\"#x\" | ",
                "</2>; rel=next; anchor=\"#x\", </3>; rel=next | /3",
                "</2>; rel=nextpage | ",
                "</2> | ",
                "</2>; rel | ",
                "</2; rel=next | ",
                "</2>; rel=\"next | /2",
                "</2>; rel= | ",
                "rel=next | ",
                "<>; rel=next | ``",
            })
    void next_ofOneLine_isTheTargetOfTheNextPage(String line, String target) {
        assertThat(LinkHeader.next(List.of(line))).isEqualTo(target);
    }

    @Test
    void next_ofSeveralLines_isTheFirst() {
        assertThat(LinkHeader.next(List.of("</1>; rel=prev", "</3>; rel=next", "</4>; rel=next")))
                .isEqualTo("/3");
        assertThat(LinkHeader.next(List.of())).isNull();
    }

    @Test
    void next_ofAnything_ends() {
        SeededDraw.rounds(300, draw -> {
            String line = draw.text("<>;,=\"\\ \tabc", 60);
            assertThatCode(() -> LinkHeader.next(List.of(line, "<" + line))).doesNotThrowAnyException();
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookAlikesTest {
    @ParameterizedTest
    @CsvSource({
        "Maker,MAKER,SAME",
        "Maker,Mak\u2063er,SAME",
        "Straße,STRASSE,SAME",
        "Ride on time,Rideontime,SPACES",
        "Il1,lIl,DRAWN",
        "rnodern,modern,DRAWN",
        "rnodern,Modern,DRAWN_IN_ANY_CASE",
        "Maker,Makér,ACCENTS",
        "İstanbul,istanbul,ACCENTS",
        "5tar,Star,DIGITS",
        "vvolf,wolf,DIGITS"
    })
    void of_names_isTheNearestLikeness(String one, String other, Likeness likeness) {
        assertThat(LookAlikes.of(one, other)).contains(likeness);
        assertThat(LookAlikes.of(other, one)).contains(likeness);
    }

    @Test
    void of_others_isNone() {
        assertThat(LookAlikes.of("Ann", "Ben")).isEmpty();
        assertThat(LookAlikes.of("Anna", "Ann")).isEmpty();
    }

    @Test
    void find_amongMany_givesTheMostAlikeFirst() {
        LookAlikes<Integer> taken = LookAlikes.create();
        IntStream.range(0, 10_000).forEach(i -> taken.add("player " + i, i));
        taken.add("M4ker", -1);
        taken.add("maker", -2);
        taken.add("Ma ker", -3);
        assertThat(taken.size()).isEqualTo(10_003);
        assertThat(taken.find("MAKER"))
                .containsExactly(
                        new LookAlike<>(Likeness.SAME, "maker", -2),
                        new LookAlike<>(Likeness.SPACES, "Ma ker", -3),
                        new LookAlike<>(Likeness.DIGITS, "M4ker", -1));
        assertThat(taken.find("nobody")).isEmpty();
    }

    @Test
    void remove_and_addAgain_changeTheOwner() {
        LookAlikes<String> taken = LookAlikes.create();
        taken.add("Ann", "one");
        taken.add("Ann", "two");
        assertThat(taken.find("ann")).extracting(LookAlike::owner).isEqualTo(List.of("two"));
        assertThat(taken.remove("Ann")).isTrue();
        assertThat(taken.remove("Ann")).isFalse();
        assertThat(taken.find("ann")).isEmpty();
        assertThat(taken.size()).isZero();
    }
}

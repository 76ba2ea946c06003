// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.seeded.SeededDraw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankTest {
    @ParameterizedTest
    @CsvSource({
        "Gold II 45 LP,Gold II 45 LP",
        "gold 2,Gold II 0 LP",
        "  IRON   iv  ,Iron IV 0 LP",
        "Master 300,Master 300 LP",
        "master 3,Master 3 LP",
        "CHALLENGER I 1200 LP,Challenger 1200 LP",
        "Obsidian III 7lp,Obsidian III 7 LP",
        "diamond,Diamond 0 LP"
    })
    void parse_asPeopleWrite_isReadAndPrinted(String text, String printed) {
        assertThat(Rank.parse(text)).hasToString(printed);
        assertThat(Rank.parse(printed)).isEqualTo(Rank.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "45 LP", "Gold II 45 points", "Gold V x", "Gold II 99999999", "#"})
    void parse_other_isNone(String text) {
        assertThat(Rank.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Rank.parse(text)).hasMessageContaining("such as Gold II 45 LP");
    }

    @Test
    void compareTo_ordersByTierDivisionAndPoints() {
        List<Rank> ranks = new ArrayList<>(List.of(
                Rank.parse("Obsidian I 99"),
                Rank.parse("Iron IV"),
                Rank.parse("Gold II 45"),
                Rank.parse("Gold II 46"),
                Rank.parse("Gold I"),
                Rank.parse("Emerald IV"),
                Rank.parse("Master 900"),
                Rank.parse("Grandmaster 600"),
                Rank.parse("Challenger 500")));
        List<Rank> sorted = List.copyOf(ranks);
        Collections.shuffle(ranks);
        assertThat(ranks.stream().sorted().toList()).isEqualTo(sorted);
    }

    @Test
    void ladder_fromMasterOn_countsPointsAlone() {
        assertThat(Rank.parse("Iron IV").ladder()).isZero();
        assertThat(Rank.parse("Gold II 45").ladder()).isEqualTo(1445);
        assertThat(Rank.parse("Diamond I 100").ladder())
                .isEqualTo(Rank.parse("Master").ladder());
        assertThat(Rank.parse("Master 900").ladder())
                .isGreaterThan(Rank.parse("Grandmaster 600").ladder());
    }

    @Test
    void of_unknownTiersAndDivisions_areKept() {
        Rank later = Rank.of("OBSIDIAN", "V", 12);
        assertThat(later.tier().known()).isFalse();
        assertThat(later.division()).isNull();
        assertThat(later).hasToString("Obsidian 12 LP").isLessThan(Rank.parse("Iron IV"));
        assertThat(Rank.of("CHALLENGER", "I", 1000)).isEqualTo(new Rank(Tier.CHALLENGER, null, 1000));
        assertThat(Tier.all()).isSorted().hasSize(10);
        assertThatThrownBy(() -> new Tier(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_parsedAgain_isTheSame() {
        SeededDraw.rounds(200, draw -> {
            int tier = draw.between(0, 9);
            Division division = draw.element(Division.values());
            int points = draw.between(0, 5000);
            Rank rank = new Rank(Tier.all().get(tier), division, points);
            assertThat(Rank.parse(rank.toString())).isEqualTo(rank);
        });
    }

    @Test
    void hyperRoll_comparesByRating() {
        HyperRollRank purple = new HyperRollRank("purple", 4200);
        assertThat(purple).hasToString("Purple 4200").isGreaterThan(new HyperRollRank("ORANGE", 4100));
        assertThat(purple).isLessThan(new HyperRollRank("ORANGE", 4200));
        assertThat(purple.known()).isTrue();
        assertThat(new HyperRollRank("PINK", 1).known()).isFalse();
        assertThat(new HyperRollRank("", 1)).hasToString("1");
    }
}

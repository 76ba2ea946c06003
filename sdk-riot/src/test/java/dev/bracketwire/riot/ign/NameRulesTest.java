// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.Region;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.NameVerdict.Problem;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {
    private static List<NameRule> refused(NameRules rules, String text) {
        return rules.check(text).problems().stream().map(Problem::rule).toList();
    }

    private static List<NameRule> warned(NameRules rules, String text) {
        return rules.check(text).warnings().stream().map(Problem::rule).toList();
    }

    @Test
    void riot_usualName_isAcceptedNormalised() {
        NameVerdict verdict = NameRules.riot().check(" \u2066Ann B\u2069 #\u2066EUW\u2069");
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.warnings()).isEmpty();
        assertThat(verdict).hasToString("Ann B#EUW: accepted");
        assertThat(NameRules.riot().check(new RiotId("Ann", "EUW")).accepted()).isTrue();
    }

    @Test
    void riot_noRiotId_isRefusedWithTheReasonsOfRiotId() {
        NameVerdict verdict = NameRules.riot().check("ab#EU");
        assertThat(verdict.problems()).extracting(Problem::rule).containsOnly(NameRule.FORM);
        assertThat(verdict.reasons()).isEqualTo(RiotId.problems("ab#EU"));
        assertThat(verdict).hasToString("ab#EU: refused (" + String.join("; ", RiotId.problems("ab#EU")) + ")");
    }

    @Test
    void check_punctuationAndMixedScripts_onlyWarns() {
        assertThat(warned(NameRules.riot(), "a.b_c#EUW")).containsExactly(NameRule.UNUSUAL);
        assertThat(refused(NameRules.riot(), "a.b_c#EUW")).isEmpty();
        assertThat(warned(NameRules.riot(), "Anna Анна#EUW")).containsExactly(NameRule.MIXED_SCRIPTS);
        assertThat(NameRules.riot().check("Anna Анна#EUW").warnings().get(0).reason())
                .isEqualTo("the name has letters of Cyrillic and Latin");
        assertThat(warned(NameRules.riot(), "東京 タワー tv#JP1")).isEmpty();
    }

    @Test
    void length_isCountedInCharactersAndNotInUnits() {
        NameRules rules = NameRules.builder().length(4, 6).build();
        assertThat(refused(rules, "Ann#EUW")).containsExactly(NameRule.LENGTH);
        assertThat(refused(rules, "\uD835\uDC9C".repeat(6) + "#EUW")).isEmpty();
        assertThat(refused(rules, "Annabel#EUW")).containsExactly(NameRule.LENGTH);
    }

    @Test
    void check_scriptsAndSpaces_followTheRules() {
        NameRules rules =
                NameRules.builder().scripts(UnicodeScript.LATIN).withoutSpaces().build();
        assertThat(refused(rules, "Zoë77#EUW")).isEmpty();
        assertThat(rules.check("Анна Б#RU1").reasons())
                .containsExactly(
                        "the name has a space, and none are allowed here",
                        "the name has letters of Cyrillic, and only Latin is allowed here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"darn#EUW", "the DARN cat#EUW", "d\u0430rn#EUW", "Ann-darn#EUW", "ｄａｒｎ#EUW", "Ann#DARN"})
    void unwanted_wordsWrittenWithLookAlikes_areRefused(String text) {
        assertThat(refused(NameRules.builder().unwanted(List.of("Darn")).build(), text))
                .containsExactly(NameRule.WORD);
    }

    @Test
    void unwanted_wordInsideALongerWord_isAccepted() {
        assertThat(refused(NameRules.builder().unwanted(List.of("darn")).build(), "Darnell#EUW"))
                .isEmpty();
    }

    @Test
    void unwanted_predicate_receivesFoldedWordsAndSkeletons() {
        NameRules rules =
                NameRules.builder().unwanted(Set.of("modern")::contains).build();
        assertThat(refused(rules, "MODERN art#EUW")).containsExactly(NameRule.WORD);
        NameRules drawn =
                NameRules.builder().unwanted(Set.of("rnodern")::contains).build();
        assertThat(refused(drawn, "Modern art#EUW")).containsExactly(NameRule.WORD);
        assertThat(refused(drawn, "Ancient art#EUW")).isEmpty();
    }

    @Test
    void platformAndRank_areLookedAtWhereTheyAreKnown() {
        NameRules rules = NameRules.builder()
                .regions(Region.EUROPE)
                .ranks(Rank.parse("Gold IV"), Rank.parse("Diamond I 100"))
                .build();
        assertThat(rules.asksForPlatform() && rules.asksForRank()).isTrue();
        assertThat(rules.check("Ann#EUW", Platform.EUN1, Rank.parse("Gold I")).accepted())
                .isTrue();
        assertThat(rules.check("Ann#EUW", Platform.NA1, Rank.parse("Silver I")).reasons())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("the account plays on NA1, and only EUN1, EUW1");
        assertThat(rules.check("Ann#EUW", null, null).reasons())
                .anySatisfy(reason -> assertThat(reason).startsWith("the account plays nowhere yet"))
                .contains("the account has no rank, and one from Gold IV 0 LP up to Diamond I 100 LP is asked for");
        assertThat(rules.check("Ann#EUW", Platform.EUW1, Rank.parse("Master")).accepted())
                .isFalse();
        NameVerdict later = rules.check("Ann#EUW", Platform.EUW1, Rank.of("OBSIDIAN", "I", 1));
        assertThat(later.accepted()).isTrue();
        assertThat(later.warnings()).extracting(Problem::rule).containsExactly(NameRule.RANK);
    }

    @Test
    void plain_namesOfOtherGames_goThroughTheSameRules() {
        NameRules rules = NameRules.plain(2, 20)
                .matching(Pattern.compile("[A-Za-z0-9_]+"), "letters, digits and _")
                .unwanted(List.of("darn"))
                .build();
        assertThat(rules.check(" xX_Ann_Xx\u200B").name()).isEqualTo("xX_Ann_Xx");
        assertThat(refused(rules, "xX_Ann_Xx")).isEmpty();
        assertThat(rules.check("Zoë").reasons()).containsExactly("the name must be letters, digits and _");
        assertThat(refused(rules, "a_darn_cat")).containsExactly(NameRule.WORD);
        assertThat(refused(rules, "A")).containsExactly(NameRule.LENGTH);
        assertThat(refused(rules, "A\u0000B")).containsExactly(NameRule.FORM);
        assertThat(refused(rules, "a".repeat(10_000))).containsExactly(NameRule.FORM);
    }

    @Test
    void build_contradictions_areAllReported() {
        assertThatThrownBy(() -> NameRules.builder()
                        .length(20, 30)
                        .ranks(Rank.parse("Gold I"), Rank.parse("Iron I"))
                        .matching(Pattern.compile("x"), " ")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("length")
                .hasMessageContaining("ranks")
                .hasMessageContaining("matching");
        assertThatThrownBy(() -> NameRules.plain(0, 5).build()).hasMessageContaining("length");
        assertThatThrownBy(() ->
                        NameRules.builder().ranks(Rank.parse("Obsidian"), null).build())
                .hasMessageContaining("known");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TeamChoiceTest {
    @Test
    void similarity_ofTexts_countsEdits() {
        assertThat(TeamChoice.similarity("", "")).isEqualTo(1);
        assertThat(TeamChoice.similarity("abc", "")).isZero();
        assertThat(TeamChoice.similarity("dragons", "dragonz")).isGreaterThan(0.8);
        assertThat(TeamChoice.similarity("wolves", "herons")).isLessThan(0.5);
    }
}

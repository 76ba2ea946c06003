// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Figures figures = new Figures();

    @Test
    void lines_targetReached_saysMet() {
        figures.add("time", "ours", 5, "us/op");
        figures.add("time", "okhttp", 4, "us/op");
        assertThat(Report.lines(suite("<= okhttp + 1"), figures))
                .containsExactly(
                        "bench s/time: ours=5.00[5.00..5.00]us/op okhttp=4.00[4.00..4.00]us/op ratio=1.25[1.25..1.25]"
                                + " target=<=okhttp+1 met");
    }

    @Test
    void lines_targetMissed_saysShortOnThatPeerOnly() {
        figures.add("time", "ours", 5, "us/op");
        figures.add("time", "okhttp", 4, "us/op");
        figures.add("time", "retrofit", 6, "us/op");
        assertThat(Report.lines(suite("<= okhttp * 1.03"), figures))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("target=<=okhttp*1.03 short"),
                        line -> assertThat(line).endsWith("ratio=0.83[0.83..0.83] target=none"));
    }

    @Test
    void lines_targetMissedInMostRounds_saysShort() {
        for (double value : new double[] {5, 6, 9}) {
            figures.add("time", "ours", value, "us/op");
            figures.add("time", "okhttp", 5, "us/op");
        }
        assertThat(Report.lines(suite("<= okhttp * 1.10"), figures))
                .containsExactly("bench s/time: ours=6.00[5.00..9.00]us/op okhttp=5.00[5.00..5.00]us/op"
                        + " ratio=1.20[1.00..1.80] target=<=okhttp*1.10 short");
        assertThat(Report.lines(suite("<= okhttp * 1.20"), figures)).allMatch(line -> line.endsWith("met"));
    }

    @Test
    void lines_ofWhoCouldNotTakePart_sayWhy() {
        figures.absent("okhttp", "there is no such program");
        assertThat(Report.lines(suite("<= 3"), figures))
                .containsExactly("bench s: okhttp=absent, there is no such program");
    }

    @Test
    void lines_lowerBound_wantsMore() {
        figures.add("time", "ours", 80, "MB/s");
        figures.add("time", "okhttp", 100, "MB/s");
        assertThat(Report.lines(suite(">= okhttp * 0.85"), figures)).allMatch(line -> line.endsWith("short"));
        assertThat(Report.lines(suite(">= okhttp * 0.80"), figures)).allMatch(line -> line.endsWith("met"));
    }

    @Test
    void lines_oursOrPeerMissing_saysAbsent() {
        figures.add("time", "retrofit", 6, "us/op");
        assertThat(Report.lines(suite("<= okhttp + 1"), figures))
                .containsExactly(
                        "bench s/time: ours=absent okhttp=absent ratio=absent target=<=okhttp+1 absent",
                        "bench s/time: ours=absent retrofit=6.00[6.00..6.00]us/op ratio=absent target=none");
    }

    @Test
    void lines_targetWithoutPeer_hasALineOfItsOwn() {
        figures.add("time", "ours", 1.5, "us/op");
        assertThat(Report.lines(suite("<= 2"), figures))
                .containsExactly("bench s/time: ours=1.50[1.50..1.50]us/op target=<=2 met");
    }

    @Test
    void lines_boundBesidePeers_areOneLineWithAllOfThem() {
        figures.add("time", "ours", 1.5, "us/op");
        figures.add("time", "okhttp", 4, "us/op");
        figures.absent("retrofit", "it is not installed");
        assertThat(Report.lines(suite("<= 1"), figures))
                .containsExactly(
                        "bench s/time: ours=1.50[1.50..1.50]us/op okhttp=4.00[4.00..4.00]us/op retrofit=absent"
                                + " target=<=1 short",
                        "bench s: retrofit=absent, it is not installed");
    }

    @Test
    void lines_withNeitherTargetNorPeer_showTheFigure() {
        figures.add("makespan", "ours", 12.5, "s");
        assertThat(Report.lines(suite("<= 2"), figures))
                .containsExactly("bench s/makespan: ours=12.50[12.50..12.50]s target=none");
    }

    @Test
    void figure_evenRounds_isTheMiddleOfTheMiddle() {
        for (double value : new double[] {9, 1, 3, 2}) {
            figures.add("time", "okhttp", value, "us/op");
        }
        assertThat(figures.find("time", "okhttp")).hasToString("Optional[2.50[1.00..9.00]us/op]");
    }

    @Test
    void parse_nonsense_saysHowToWriteIt() {
        assertThatThrownBy(() -> Target.parse("fast"))
                .hasMessageContaining("fast")
                .hasMessageContaining(">= PEER * 0.85");
    }

    private static Suite suite(String target) {
        return new Suite("s", ReportTest.class, 1, Map.of("time", Target.parse(target)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void header_onAnAnswer_givesANewOne() {
        Answer plain = Answer.of(200);
        assertThat(plain.header("ETag", "\"7\"").script().wireHeaders()).hasSize(2);
        assertThat(plain.script().wireHeaders()).hasSize(1);
    }

    @Test
    void bytes_arrayChangedLater_keepsItsOwn() {
        byte[] bytes = {1, 2};
        Answer answer = Answer.bytes("image/png", bytes);
        bytes[0] = 9;
        assertThat(answer.script().bodyContent.bytes()).containsExactly(1, 2);
    }

    @Test
    void header_thatFramesTheBody_isRefused() {
        assertThatThrownBy(() -> Answer.of(200).header("content-length", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contentLength(…)");
        assertThatThrownBy(() -> Answer.of(200).header("Transfer-Encoding", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void header_lineBreakOrNoName_isRefused() {
        assertThatThrownBy(() -> Answer.of(200).header("X", "a\r\nY: b")).hasMessageContaining("no line break");
        assertThatThrownBy(() -> Answer.of(200).header("", "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dropInsideBody_noBody_isRefused() {
        assertThatThrownBy(() -> Answer.empty().dropInsideBody())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no body to break off");
        assertThatThrownBy(() -> Answer.of(200).stallInsideBody()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void padTo_moreOrFewerBytes_appendsSpacesOrNothing() {
        assertThat(Answer.json("{}").padTo(20_000).script().bodyContent.bytes())
                .hasSize(20_000)
                .startsWith('{', '}', ' ')
                .endsWith(' ');
        assertThat(Answer.json("{}").padTo(1).script().bodyContent.bytes()).containsExactly('{', '}');
        assertThatThrownBy(() -> Answer.gzipBomb(9).padTo(10)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anyMethod_valueOutOfRange_isRefusedWithItsName() {
        assertThatThrownBy(() -> Answer.of(99)).hasMessageContaining("status is 99");
        assertThatThrownBy(() -> Answer.of(1000)).hasMessageContaining("status is 1000");
        assertThatThrownBy(() -> Answer.gzipBomb(1)).hasMessageContaining("decompressedBytes is 1");
        assertThatThrownBy(() -> Answer.text("x").drip(0, Duration.ZERO)).hasMessageContaining("bytes is 0");
        assertThatThrownBy(() -> Answer.text("x").contentLength(-1)).hasMessageContaining("wrong is -1");
        assertThatThrownBy(() -> Answer.of(200).after(Duration.ofMillis(-1))).hasMessageContaining("delay is");
    }

    @Test
    void toString_anyAnswer_showsStatusAndFault() {
        assertThat(Answer.json("{\"token\":\"x\"}")).hasToString("Answer(200)");
        assertThat(Answer.json("{}").dropInsideBody()).hasToString("Answer(200, DROP_INSIDE_BODY)");
    }
}

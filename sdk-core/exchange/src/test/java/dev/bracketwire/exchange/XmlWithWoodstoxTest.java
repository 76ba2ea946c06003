// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The same with Woodstox, which is found where it is on the class path. */
@NullMarked
class XmlWithWoodstoxTest extends XmlTest {
    @Test
    void parser_isWoodstox() {
        assertThat(XMLInputFactory.newFactory()).isInstanceOf(WstxInputFactory.class);
        assertThat(XMLOutputFactory.newFactory()).isInstanceOf(WstxOutputFactory.class);
    }
}

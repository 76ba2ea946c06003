// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same with the JDK's own parser, while Woodstox is on the class path. */
@NullMarked
class XmlWithJdkTest extends XmlTest {
    @BeforeEach
    void choose() {
        System.setProperty(
                XMLInputFactory.class.getName(),
                XMLInputFactory.newDefaultFactory().getClass().getName());
        System.setProperty(
                XMLOutputFactory.class.getName(),
                XMLOutputFactory.newDefaultFactory().getClass().getName());
    }

    @AfterEach
    void forget() {
        System.clearProperty(XMLInputFactory.class.getName());
        System.clearProperty(XMLOutputFactory.class.getName());
    }

    @Test
    void parser_isTheJdks() {
        assertThat(XMLInputFactory.newFactory())
                .isInstanceOf(XMLInputFactory.newDefaultFactory().getClass());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.ctc.wstx.stax.WstxInputFactory;
import javax.xml.stream.XMLInputFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class XmlParsersTest {
    @Test
    void safe_parserWithoutTheSecurityOptions_isReplacedByTheJdks() {
        XMLInputFactory careless = new WstxInputFactory() {
            @Override
            public void setProperty(String name, Object value) {
                if (name.equals(XMLInputFactory.SUPPORT_DTD)) {
                    throw new IllegalArgumentException("unknown: " + name);
                }
                super.setProperty(name, value);
            }
        };
        XMLInputFactory chosen = XmlSource.safe(careless);
        assertThat(chosen).isInstanceOf(XMLInputFactory.newDefaultFactory().getClass());
        assertThat(chosen.getProperty(XMLInputFactory.SUPPORT_DTD)).isEqualTo(false);
        XMLInputFactory careful = new WstxInputFactory();
        assertThat(XmlSource.safe(careful)).isSameAs(careful);
    }
}

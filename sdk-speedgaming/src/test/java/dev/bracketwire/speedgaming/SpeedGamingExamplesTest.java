// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import org.junit.jupiter.api.Test;

class SpeedGamingExamplesTest {
    @Test
    void exampleOfTheGuide_passes() {
        SpeedGamingExamples.aMove_isImported();
    }
}

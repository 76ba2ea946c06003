// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.house.HouseRules;
import java.util.Set;

class HouseTest extends HouseRules {
    HouseTest() {
        super(
                "dev.bracketwire.riot",
                Set.of(
                        "dev.bracketwire",
                        "dev.bracketwire.connector",
                        "dev.bracketwire.exchange",
                        "dev.bracketwire.oauth",
                        "dev.bracketwire.store"),
                Set.of("java."));
    }
}

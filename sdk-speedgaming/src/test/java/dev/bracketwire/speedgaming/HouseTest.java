// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.house.HouseRules;
import java.util.Set;

class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Set.of("dev.bracketwire.speedgaming"),
                Set.of(
                        "dev.bracketwire",
                        "dev.bracketwire.config",
                        "dev.bracketwire.connector",
                        "dev.bracketwire.connector.health",
                        "dev.bracketwire.connector.internal.retrofit",
                        "dev.bracketwire.connector.limit",
                        "dev.bracketwire.exchange",
                        "dev.bracketwire.store"),
                Set.of("java."));
    }
}

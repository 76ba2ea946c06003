// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.house.HouseRules;
import java.util.Set;

class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Set.of("dev.bracketwire.operator", "dev.bracketwire.telemetry"),
                Set.of(
                        "dev.bracketwire",
                        "dev.bracketwire.config",
                        "dev.bracketwire.keys",
                        "dev.bracketwire.internal.files",
                        "dev.bracketwire.internal.json",
                        "dev.bracketwire.internal.plan",
                        "dev.bracketwire.internal.run",
                        "dev.bracketwire.internal.text",
                        "dev.bracketwire.connector",
                        "dev.bracketwire.connector.health",
                        "dev.bracketwire.connector.limit"),
                Set.of("java.", "javax.", "org.slf4j"));
    }
}

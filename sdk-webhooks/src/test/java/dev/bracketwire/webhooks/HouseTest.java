// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.house.HouseRules;
import java.util.Set;

class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Set.of("dev.bracketwire.webhooks"),
                Set.of(
                        "dev.bracketwire",
                        "dev.bracketwire.config",
                        "dev.bracketwire.connector",
                        "dev.bracketwire.exchange",
                        "dev.bracketwire.keys",
                        "dev.bracketwire.store"),
                Set.of("java.", "com.sun.net.httpserver", "jakarta.servlet"));
    }
}

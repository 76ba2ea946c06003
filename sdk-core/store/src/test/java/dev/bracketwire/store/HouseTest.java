// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.house.HouseRules;
import java.util.Set;

class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Set.of("dev.bracketwire.store"),
                Set.of(
                        "dev.bracketwire",
                        "dev.bracketwire.config",
                        "dev.bracketwire.keys",
                        "dev.bracketwire.internal.files",
                        "dev.bracketwire.internal.json",
                        "dev.bracketwire.internal.plan",
                        "dev.bracketwire.internal.run",
                        "dev.bracketwire.internal.text",
                        "dev.bracketwire.exchange",
                        "dev.bracketwire.exchange.internal"),
                Set.of("java.", "javax."));
    }
}

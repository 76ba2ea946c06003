// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.bracketwire.house.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HouseTest extends HouseRules {
    HouseTest() {
        super(Set.of("dev.bracketwire.supervisor"), Set.of("dev.bracketwire"), Set.of("java."));
    }

    @Test
    void theOperatingSystem_knowsNothingOfServices() {
        noClasses()
                .that()
                .resideInAPackage("..internal.os")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..internal.run", "..internal.state", "..internal.log")
                .check(main);
    }
}

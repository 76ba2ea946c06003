// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.bracketwire.house.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Set.of("dev.bracketwire.riot"),
                Set.of(
                        "dev.bracketwire",
                        "dev.bracketwire.connector",
                        "dev.bracketwire.connector.health",
                        "dev.bracketwire.connector.limit",
                        "dev.bracketwire.keys",
                        "dev.bracketwire.exchange",
                        "dev.bracketwire.oauth",
                        "dev.bracketwire.store"),
                Set.of("java."));
    }

    @Test
    void names_areComparedWithoutTheApi() {
        noClasses()
                .that()
                .resideInAPackage("..internal.names")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.bracketwire.connector..", "dev.bracketwire.store..")
                .check(main);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.bracketwire.house.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HouseTest extends HouseRules {
    HouseTest() {
        super(Set.of("dev.bracketwire"), Set.of(), Set.of("java.", "javax.", "org.slf4j"));
    }

    @Test
    void core_knowsNoHttpClientAndNoDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.bracketwire.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "java.net.http..", "java.sql..", "javax.sql..")
                .check(main);
    }
}

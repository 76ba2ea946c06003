// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.bracketwire.house.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HouseTest extends HouseRules {
    HouseTest() {
        super("dev.bracketwire", Set.of(), Set.of("java.", "javax.", "org.slf4j"));
    }

    @Test
    void vocabulary_knowsNothingOfConnectors() {
        noClasses()
                .that()
                .resideInAPackage("dev.bracketwire")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.bracketwire.connector..", "dev.bracketwire.internal.pipeline..")
                .check(main);
    }

    @Test
    void okHttp_isKnownToTheTransportOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.bracketwire.internal.http..", "dev.bracketwire.internal.retrofit..")
                .and()
                .resideOutsideOfPackage("dev.bracketwire.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..")
                .check(main);
    }

    @Test
    void stages_arePackagePrivate() {
        classes()
                .that()
                .resideInAPackage("dev.bracketwire.internal.pipeline")
                .and()
                .haveSimpleNameEndingWith("Stage")
                .should()
                .bePackagePrivate()
                .check(main);
    }
}

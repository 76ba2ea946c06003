// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.bracketwire.house.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HouseTest extends HouseRules {
    HouseTest() {
        super(
                Set.of("dev.bracketwire.connector", "dev.bracketwire.oauth"),
                Set.of(
                        "dev.bracketwire",
                        "dev.bracketwire.config",
                        "dev.bracketwire.keys",
                        "dev.bracketwire.internal.files",
                        "dev.bracketwire.internal.json",
                        "dev.bracketwire.internal.plan",
                        "dev.bracketwire.internal.run",
                        "dev.bracketwire.internal.text"),
                Set.of("java.", "javax.", "org.slf4j"));
    }

    @Test
    void okHttp_isKnownToTheTransportOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.bracketwire.connector.internal.http..", "dev.bracketwire.connector.internal.retrofit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..")
                .check(main);
    }

    @Test
    void stages_arePackagePrivate() {
        classes()
                .that()
                .resideInAPackage("dev.bracketwire.connector.internal.pipeline")
                .and()
                .haveSimpleNameEndingWith("Stage")
                .should()
                .bePackagePrivate()
                .check(main);
    }
}

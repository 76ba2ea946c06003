// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that no compiler keeps. */
class HouseTest {
    private static final Set<String> OF_CORE = Set.of(
            "dev.bracketwire",
            "dev.bracketwire.connector",
            "dev.bracketwire.exchange",
            "dev.bracketwire.oauth",
            "dev.bracketwire.store");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.bracketwire.riot");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("dev.bracketwire.riot");

    @Test
    void exportedSignatures_showNoThirdPartyType() {
        noMethods()
                .that()
                .areDeclaredInClassesThat(describe("are exported", HouseTest::isExported))
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(describe("is of a third party", HouseTest::isForeign))
                .orShould()
                .haveRawParameterTypes(describe(
                        "holds one of a third party", types -> types.stream().anyMatch(HouseTest::isForeign)))
                .check(MAIN);
    }

    @Test
    void ours_isCoreOnly_andOfThatNothingInternal() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are internal to core, or of another module",
                        type -> type.getPackageName().startsWith("dev.bracketwire")
                                && !type.getPackageName().startsWith("dev.bracketwire.riot")
                                && !OF_CORE.contains(type.getPackageName())))
                .check(MAIN);
    }

    @Test
    void tests_doNotSleep() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(TESTS);
    }

    @Test
    void files_areShort() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(path -> path.toString().endsWith(".java")))
                    .allSatisfy(path -> assertThat(Files.readAllLines(path)).hasSizeLessThanOrEqualTo(450));
        }
    }

    private static boolean isExported(JavaClass type) {
        return !type.getPackageName().contains("internal")
                && type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean isForeign(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        String name = base.getPackageName();
        return !base.isPrimitive()
                && !name.startsWith("java.")
                && !(name.startsWith("dev.bracketwire") && !name.contains("internal"))
                && base.getModifiers().contains(JavaModifier.PUBLIC);
    }
}

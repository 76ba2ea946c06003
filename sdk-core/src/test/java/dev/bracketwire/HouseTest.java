// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that no compiler keeps. */
class HouseTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.bracketwire");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("dev.bracketwire");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^(/\\*\\*[\\s\\S]*?\\*/\\s*)?((?:@\\w+(?:\\([^)]*\\))?\\s+)*)public (?:final |abstract |sealed )*(class|interface|enum|record) ");

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
    void vocabulary_knowsNothingOfConnectors() {
        noClasses()
                .that()
                .resideInAPackage("dev.bracketwire")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.bracketwire.connector..", "dev.bracketwire.internal.pipeline..")
                .check(MAIN);
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
                .check(MAIN);
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
                .check(MAIN);
    }

    @Test
    void tests_doNotSleep() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(TESTS);
    }

    @Test
    void publicTypes_areDocumented() throws IOException {
        List<String> bare = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                var matcher = PUBLIC_TYPE.matcher(Files.readString(source));
                if (matcher.find() && matcher.group(1) == null) {
                    bare.add(source.toString());
                }
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void files_areShort() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(path -> path.toString().endsWith(".java")))
                    .allSatisfy(path -> assertThat(Files.readAllLines(path)).hasSizeLessThanOrEqualTo(450));
        }
    }

    private static boolean isExported(JavaClass type) {
        return type.getPackageName().startsWith("dev.bracketwire")
                && !type.getPackageName().contains("internal")
                // Bridges are named for the library they lead to.
                && !type.getPackageName().contains(".telemetry.")
                && type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean isForeign(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        String name = base.getPackageName();
        return !base.isPrimitive()
                && !name.startsWith("java.")
                && !name.startsWith("javax.")
                && !name.startsWith("org.slf4j")
                && !(name.startsWith("dev.bracketwire") && !name.contains("internal"))
                && base.getModifiers().contains(JavaModifier.PUBLIC);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.house;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rules of the house that hold in every module. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the classes are read once
public abstract class HouseRules {
    private static final String OURS = "dev.bracketwire";
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^(/\\*\\*[\\s\\S]*?\\*/\\s*)?((?:@\\w+(?:\\([^)]*\\))?\\s+)*)public (?:final |abstract |sealed )*(class|interface|enum|record) ");

    /** What the module is made of. */
    protected final JavaClasses main;

    private final JavaClasses tests;
    private final Set<String> roots;
    private final Set<String> others;
    private final Set<String> shown;

    /**
     * Reads a module.
     *
     * @param roots the packages that its packages lie in
     * @param others the packages of other modules of ours that it may use
     * @param shown what the packages of others begin with that its exported signatures may show
     */
    protected HouseRules(Set<String> roots, Set<String> others, Set<String> shown) {
        this.roots = roots;
        this.others = others;
        this.shown = shown;
        this.main = read(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
        this.tests = read(ImportOption.Predefined.ONLY_INCLUDE_TESTS);
    }

    private JavaClasses read(ImportOption which) {
        return new ClassFileImporter().withImportOption(which).importPackages(roots);
    }

    @Test
    void exportedSignatures_showNoThirdPartyType() {
        noMethods()
                .that()
                .areDeclaredInClassesThat(describe("are exported", HouseRules::isExported))
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(describe("is of a third party", this::isForeign))
                .orShould()
                .haveRawParameterTypes(describe(
                        "holds one of a third party", types -> types.stream().anyMatch(this::isForeign)))
                .check(main);
    }

    @Test
    void ours_isThisModule_andOfOthersWhatIsNamed_andNothingInternal() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are internal to another module, or not to be used here",
                        type -> type.getPackageName().startsWith(OURS)
                                && !isOfThisModule(type.getPackageName())
                                && !others.contains(type.getPackageName())))
                .check(main);
    }

    @Test
    void tests_doNotSleep() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(tests);
    }

    @Test
    void publicTypes_areDocumented() throws IOException {
        List<String> bare = new ArrayList<>();
        for (Path source : sources()) {
            var matcher = PUBLIC_TYPE.matcher(Files.readString(source));
            if (matcher.find() && matcher.group(1) == null) {
                bare.add(source.toString());
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void files_areShort() throws IOException {
        assertThat(sources())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(Files.readAllLines(path)).hasSizeLessThanOrEqualTo(450));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            return sources.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }

    private static boolean isExported(JavaClass type) {
        return !type.getPackageName().contains("internal")
                // Bridges are named for the library they lead to.
                && !type.getPackageName().contains(".telemetry.")
                && !type.getPackageName().endsWith(".google")
                && type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private boolean isOfThisModule(String name) {
        return roots.stream().anyMatch(root -> name.equals(root) || name.startsWith(root + "."));
    }

    private boolean isForeign(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        String name = base.getPackageName();
        return !base.isPrimitive()
                && shown.stream().noneMatch(name::startsWith)
                && !(name.startsWith(OURS) && !name.contains("internal"))
                && base.getModifiers().contains(JavaModifier.PUBLIC);
    }
}

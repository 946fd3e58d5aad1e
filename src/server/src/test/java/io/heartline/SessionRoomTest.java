package io.heartline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;

/** The four packages of the room {@code session}: each imports only those before it. */
@AnalyzeClasses(packages = "io.heartline.session", importOptions = ImportOption.DoNotIncludeTests.class)
class SessionRoomTest {
    /** From the package that knows least to the one that wires all. */
    private static final List<String> PACKAGES = List.of(
            "io.heartline.session.transport",
            "io.heartline.session",
            "io.heartline.session.dialect",
            "io.heartline.session.gateway");

    @ArchTest
    static void everyClassIsInOneOfThePackages(JavaClasses code) {
        classes().should().resideInAnyPackage(PACKAGES.toArray(String[]::new)).check(code);
    }

    @ArchTest
    static void everyPackageHasItsPackageInfo(JavaClasses code) {
        for (String name : PACKAGES) {
            assertThat(code.getPackage(name).tryGetPackageInfo()).as(name).isPresent();
        }
    }

    @ArchTest
    static void aPackageImportsOnlyPackagesBeforeIt(JavaClasses code) {
        for (int i = 0; i < PACKAGES.size() - 1; i++) {
            String[] later = PACKAGES.subList(i + 1, PACKAGES.size()).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(PACKAGES.get(i))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(later))
                    .check(code);
        }
    }
}

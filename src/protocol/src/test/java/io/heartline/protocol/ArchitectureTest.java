package io.heartline.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.heartline.testsupport.PublicApi.neverShow;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** The rules of this module's packages: what its API shows, and what it depends on. */
@AnalyzeClasses(packages = "io.heartline.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> HIDDEN = resideInAPackage("io.heartline.protocol.internal..");

    @ArchTest
    static void theApiShowsNoInternalType(JavaClasses module) {
        classes()
                .that(resideInAPackage("io.heartline.protocol"))
                .should(neverShow(HIDDEN))
                .check(module);
    }

    @ArchTest
    static void theModuleUsesBuffersAndTheJsonParserAndNothingElse(JavaClasses module) {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.heartline.protocol..",
                        "io.vertx.core.buffer",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify.annotations",
                        "java.."))
                .check(module);
    }
}

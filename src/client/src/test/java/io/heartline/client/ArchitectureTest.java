package io.heartline.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.heartline.testsupport.PublicApi.neverShow;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** The rules of this module's packages: what its API shows, and what it depends on. */
@AnalyzeClasses(
        packages = {"io.heartline.client", "io.heartline.publisher"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] API = {"io.heartline.client", "io.heartline.publisher"};
    private static final DescribedPredicate<JavaClass> HIDDEN =
            resideInAnyPackage("io.heartline.protocol..", "io.heartline..internal..");

    @ArchTest
    static void theApiShowsNoTypeOfTheWireAndNoInternalType(JavaClasses module) {
        classes().that(resideInAnyPackage(API)).should(neverShow(HIDDEN)).check(module);
    }

    @ArchTest
    static void theModuleUsesTheProtocolAndVertxAndNothingElse(JavaClasses module) {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.heartline.client..",
                        "io.heartline.publisher..",
                        "io.heartline.protocol..",
                        "io.vertx.core..",
                        "org.jspecify.annotations",
                        "java.."))
                .check(module);
    }

    /** The publisher is to become a module of its own. */
    @ArchTest
    static void clientAndPublisherShareOnlyInternalClasses(JavaClasses module) {
        noClasses()
                .that(resideInAPackage("io.heartline.publisher.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.heartline.client"))
                .check(module);
        noClasses()
                .that(resideInAPackage("io.heartline.client.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.heartline.publisher.."))
                .check(module);
    }
}

package io.heartline.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

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
        classes().that(resideInAnyPackage(API)).should(showNoHiddenType()).check(module);
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

    private static ArchCondition<JavaClass> showNoHiddenType() {
        return new ArchCondition<>("show no type of the wire and no internal type") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!isVisible(type)) {
                    return;
                }
                Stream<JavaType> supertypes =
                        Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream());
                Stream<JavaType> members = type.getMembers().stream()
                        .filter(member -> isVisible(member.getModifiers()))
                        .flatMap(ArchitectureTest::signature);
                Stream.concat(supertypes, members)
                        .flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
                        .filter(HIDDEN)
                        .forEach(shown -> events.add(
                                SimpleConditionEvent.violated(type, type.getName() + " shows " + shown.getName())));
            }
        };
    }

    /** A nested class can be seen if all classes around it can be. */
    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> signature(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        Stream<JavaType> types = Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream());
        return Stream.concat(types, code.getExceptionTypes().stream());
    }
}

package io.heartline.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

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
@AnalyzeClasses(packages = "io.heartline.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> HIDDEN = resideInAPackage("io.heartline.protocol.internal..");

    @ArchTest
    static void theApiShowsNoInternalType(JavaClasses module) {
        classes()
                .that(resideInAPackage("io.heartline.protocol"))
                .should(showNoHiddenType())
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

    private static ArchCondition<JavaClass> showNoHiddenType() {
        return new ArchCondition<>("show no internal type") {
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

package io.heartline.testsupport;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** Rules for the API of a module that other applications compile against. */
public final class PublicApi {
    private PublicApi() {}

    /**
     * The condition that visible classes show no hidden type: as a supertype, or in the signature of a visible member.
     *
     * @param hidden the types that applications must not depend on
     */
    public static ArchCondition<JavaClass> neverShow(DescribedPredicate<JavaClass> hidden) {
        return new ArchCondition<>("never show types that " + hidden.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (isVisible(type)) {
                    shownTypes(type)
                            .flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
                            .filter(hidden)
                            .forEach(shown -> events.add(
                                    SimpleConditionEvent.violated(type, type.getName() + " shows " + shown.getName())));
                }
            }
        };
    }

    private static Stream<JavaType> shownTypes(JavaClass type) {
        Stream<JavaType> supertypes = Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream());
        Stream<JavaType> members = type.getMembers().stream()
                .filter(member -> isVisible(member.getModifiers()))
                .flatMap(PublicApi::signature);
        return Stream.concat(supertypes, members);
    }

    /** A nested class is visible if all classes around it are. */
    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(PublicApi::isVisible).orElse(true);
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

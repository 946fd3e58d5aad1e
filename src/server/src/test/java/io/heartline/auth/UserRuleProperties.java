package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.Names;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Checks that two rooms, neither of which may import the other, apply the same rule for user names. */
class UserRuleProperties {

    @Property(tries = 5_000)
    void aTokenMayNameWhomAHelloMayName(@ForAll("users") String user) {
        assertThat(TokenClaims.isUser(user)).isEqualTo(Names.isUser(user));
    }

    @Example
    void theBoundsAreTheSame() {
        for (String user : List.of("u".repeat(256), "ü".repeat(128), "東".repeat(85) + "x", "😀".repeat(64))) {
            assertThat(Names.isUser(user)).isTrue();
            assertThat(TokenClaims.isUser(user)).isTrue();
            assertThat(Names.isUser(user + "x")).isFalse();
            assertThat(TokenClaims.isUser(user + "x")).isFalse();
        }
        for (String user : List.of(".", "..")) {
            assertThat(Names.isUser(user)).isFalse();
            assertThat(TokenClaims.isUser(user)).isFalse();
            assertThat(Names.isUser(user + "x")).isTrue();
            assertThat(TokenClaims.isUser("x" + user)).isTrue();
        }
        assertThat(Names.isUser("...")).isTrue();
        assertThat(Names.isUser("")).isFalse();
        assertThat(TokenClaims.isUser("")).isFalse();
    }

    @Provide
    Arbitrary<String> users() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a", ".", " ", "é", "東", "😀", "\u0000", "\u001f", "\u007f", "\u009f", "\u00a0", "\ud83d", "\ude00",
                "\u2028");
        Arbitrary<String> few = pieces.list().ofMaxSize(6).map(list -> String.join("", list));
        Arbitrary<String> many = Arbitraries.of("a", "é", "東", "😀")
                .list()
                .ofMinSize(60)
                .ofMaxSize(270)
                .map(l -> String.join("", l));
        return Arbitraries.oneOf(few, many);
    }
}

package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteKeySetTest {
    private static final KeyPair FIRST = Tokens.rsa(2048);
    private static final KeyPair SECOND = Tokens.rsa(2048);
    private static final KeyPair EC = Tokens.ec("secp256r1");

    private final Vertx vertx = Vertx.vertx();
    private final List<CompletableFuture<String>> fetches = new ArrayList<>();
    private long now = 1_763_650_000_000L;

    private final TokenKeys keys = TokenKeys.ofAddress(new RemoteKeySet.Source(
            URI.create("https://login.example/keys"), this::fetch, () -> Instant.ofEpochMilli(now)));
    private final JwtAuthenticator authenticator = new JwtAuthenticator(
            vertx,
            keys,
            new TokenConfig(null, null, "https://login.example/keys", null, null, true),
            () -> Instant.ofEpochMilli(now));

    private CompletableFuture<String> fetch(URI address) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        fetches.add(answer);
        return answer;
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anUnknownKeyIsFetchedBeforeItsTokenIsJudged() {
        answer(set(Tokens.webKey(FIRST, "1")), () -> keys.remote().fetch());
        assertThat(user(FIRST, "1")).isEqualTo("alice");
        assertThat(fetches).hasSize(1);

        CompletableFuture<Principal> second = ask(SECOND, "2");
        assertThat(fetches).hasSize(2);
        fetches.get(1).complete(set(Tokens.webKey(FIRST, "1"), Tokens.webKey(SECOND, "2")));

        assertThat(second.join().user()).isEqualTo("alice");
    }

    @Test
    void oneNameOfAKeyIsFetchedForOnceAMinute() {
        answer(set(Tokens.webKey(FIRST, "1")), () -> keys.remote().fetch());
        CompletableFuture<Principal> early = ask(SECOND, "2");
        fetches.get(1).complete(set(Tokens.webKey(FIRST, "1")));
        assertLater(early);
        for (int i = 0; i < 50; i++) {
            assertLater(ask(SECOND, "2"));
        }
        assertThat(fetches).hasSize(2);

        now += 60_000;
        CompletableFuture<Principal> again = ask(SECOND, "2");
        fetches.get(2).complete(set(Tokens.webKey(SECOND, "2")));
        assertThat(again.join().user()).isEqualTo("alice");
        assertThat(user(SECOND, "2")).isEqualTo("alice");
        assertThat(fetches).hasSize(3);
    }

    @Test
    void tokensThatComeDuringAFetchWaitForIt() {
        CompletableFuture<Principal> one = ask(FIRST, "1");
        CompletableFuture<Principal> other = ask(SECOND, "2");
        assertThat(fetches).hasSize(1);
        fetches.get(0).complete(set(Tokens.webKey(FIRST, "1"), Tokens.webKey(SECOND, "2")));

        assertThat(one.join().user()).isEqualTo("alice");
        assertThat(other.join().user()).isEqualTo("alice");
    }

    @Test
    void namesThatAStrangerMakesUpCauseFewFetches() {
        answer(set(Tokens.webKey(FIRST, "1")), () -> keys.remote().fetch());
        for (int i = 0; i < 2_000; i++) {
            CompletableFuture<Void> over = keys.fetch("made-up-" + i).toCompletableFuture();
            fetches.get(fetches.size() - 1).complete(set(Tokens.webKey(FIRST, "1")));
            over.join();
        }
        assertThat(fetches).hasSize(11);

        now += 10_000;
        var unused = keys.fetch("one more");
        assertThat(fetches).hasSize(12);
        fetches.get(11).completeExceptionally(new IOException("down"));
        var unusedToo = keys.fetch("x".repeat(300));
        assertThat(fetches).hasSize(12);
    }

    @Test
    void anAddressThatDoesNotAnswerKeepsTheKeysAndIsAskedAgain() {
        keys.remote().look();
        fetches.get(0).completeExceptionally(new IOException("down"));
        CompletableFuture<Principal> early = ask(FIRST, "1");
        fetches.get(1).complete("{\"keys\":[]}");
        assertLater(early);
        keys.remote().look();
        assertThat(fetches).as("within ten seconds").hasSize(2);

        now += 10_000;
        answer(set(Tokens.webKey(FIRST, "1")), () -> keys.remote().look());
        assertThat(user(FIRST, "1")).isEqualTo("alice");
        now += 299_999;
        keys.remote().look();
        assertThat(fetches).hasSize(3);
        now += 1;
        keys.remote().look();
        fetches.get(3).completeExceptionally(new IOException("down"));
        assertThat(user(FIRST, "1")).isEqualTo("alice");
    }

    @Test
    void oneKeyThatCanNotBeUsedTakesNoOtherAway() {
        answer(
                set(
                        Tokens.webKey(EC, "p-384").put("crv", "P-384"),
                        Tokens.webKey(Tokens.rsa(1024), "weak"),
                        Tokens.webKey(SECOND, "private").put("d", "AAAA"),
                        Tokens.webKey(FIRST, "1"),
                        Tokens.webKey(SECOND, "1")),
                () -> keys.remote().fetch());

        assertThat(user(FIRST, "1")).isEqualTo("alice");
        assertThat(keys.now()).hasSize(1);
    }

    @Test
    void aNewAlgorithmIsFetchedForAndThenJudged() {
        answer(set(Tokens.webKey(FIRST, "1")), () -> keys.remote().fetch());
        String es256 = Tokens.es256(EC.getPrivate(), Tokens.header("ES256").put("kid", "ec"), alice());

        CompletableFuture<Principal> asked =
                authenticator.authenticate(es256).toCompletionStage().toCompletableFuture();
        fetches.get(1).complete(set(Tokens.webKey(FIRST, "1"), Tokens.webKey(EC, "ec")));

        assertThat(asked.join().user()).isEqualTo("alice");
        Unauthorized forged = (Unauthorized)
                authenticator.authenticate(Tokens.hs256(new byte[32], alice())).cause();
        assertThat(forged.retryAfterMillis()).isZero();
        assertThat(fetches).hasSize(2);
    }

    /** Runs an action that begins a fetch, and answers the fetch. */
    private void answer(String text, Runnable action) {
        int before = fetches.size();
        action.run();
        assertThat(fetches).hasSize(before + 1);
        fetches.get(before).complete(text);
    }

    private CompletableFuture<Principal> ask(KeyPair pair, String id) {
        String token = Tokens.rs256(pair.getPrivate(), Tokens.header("RS256").put("kid", id), alice());
        return authenticator.authenticate(token).toCompletionStage().toCompletableFuture();
    }

    private String user(KeyPair pair, String id) {
        return ask(pair, id).join().user();
    }

    private static void assertLater(CompletableFuture<Principal> asked) {
        Throwable failure = asked.handle((who, refusal) -> refusal).join();
        assertThat(failure).isInstanceOf(Unauthorized.class);
        assertThat(((Unauthorized) failure).retryAfterMillis()).isPositive();
    }

    private static JsonObject alice() {
        return new JsonObject().put("sub", "alice");
    }

    private static String set(JsonObject... keys) {
        return new JsonObject()
                .put("keys", new JsonArray(List.of((Object[]) keys)))
                .encode();
    }
}

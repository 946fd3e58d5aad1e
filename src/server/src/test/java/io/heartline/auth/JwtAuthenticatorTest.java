package io.heartline.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.auth.AuthConfig.Mode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final byte[] KEY = SECRET.getBytes(UTF_8);
    private static final long NOW = 1_763_650_000; // seconds
    private static final JsonObject RS256 = Tokens.header("RS256");
    private static final JsonObject ES256 = Tokens.header("ES256");

    private static Vertx vertx;
    private static KeyPair rsa;
    private static KeyPair second;
    private static KeyPair third;
    private static KeyPair ec;

    @TempDir
    Path files;

    private long seconds = NOW;
    private final InstantSource clock = () -> Instant.ofEpochSecond(seconds);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        rsa = Tokens.rsa(2048); // each takes about a second of processor time
        second = Tokens.rsa(2048);
        third = Tokens.rsa(2048);
        ec = Tokens.ec("secp256r1");
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theSubjectIsTheUser() {
        assertThat(principal(alice())).isEqualTo(new Principal("alice", null, Long.MAX_VALUE, Principal.UNKNOWN_ISSUE));
    }

    @Test
    void theTimeOfIssueIsThatOfTheTokenOrUnknown() {
        assertThat(principal(alice().put("iat", NOW)).issuedAt()).isEqualTo(NOW * 1000);
        assertThat(principal(alice().put("iat", NOW + 0.25)).issuedAt()).isEqualTo(NOW * 1000 + 250);
        assertThat(principal(alice()).issuedAt()).isEqualTo(Principal.UNKNOWN_ISSUE);
        assertInvalid(alice().put("iat", "today"));
    }

    @Test
    void aDeviceClaimIsTheOnlyDevice() {
        assertThat(principal(alice().put("device", "web-7f3a")).device()).isEqualTo("web-7f3a");
    }

    @Test
    void aTokenIsGoodUntilThirtySecondsAfterItsEnd() {
        JsonObject claims = alice().put("exp", NOW + 100);

        assertThat(principal(claims).expiresAt()).isEqualTo((NOW + 130) * 1000);
        seconds = NOW + 129;
        assertThat(principal(claims).user()).isEqualTo("alice");
        seconds = NOW + 130;
        assertThat(refusal(claims).isExpired()).isTrue();
    }

    @Test
    void aTokenIsGoodFromThirtySecondsBeforeItsBeginning() {
        JsonObject claims = alice().put("nbf", NOW + 100);

        seconds = NOW + 69;
        assertThat(refusal(claims))
                .hasMessage("the token is not valid yet")
                .matches(e -> !e.isExpired() && e.retryAfterMillis() == 5_000);
        seconds = NOW + 70;
        assertThat(principal(claims).user()).isEqualTo("alice");
    }

    @Test
    void aTokenThatIsNotValidYetIsGoodWhenTheTimeHasPassedThatItNames() {
        JsonObject claims = alice().put("nbf", NOW + 70);

        assertThat(refusal(claims).retryAfterMillis()).isEqualTo(40_000);
        seconds = NOW - 86_400;
        assertThat(refusal(claims).retryAfterMillis()).isEqualTo(60_000);
        assertThat(refusal(claims.copy().put("exp", NOW - 90_000)).isExpired()).isTrue();
        assertRefused(withSecret(), signed(claims.copy().put("sub", 7)));
    }

    @Test
    void anEndIsRequiredUnlessTheConfigurationSaysOtherwise() {
        ClientAuthenticator strict = authenticator(TokenConfig.ofSecret(SECRET));

        assertThat(refusal(strict, signed(alice())))
                .hasMessage("the token has no exp")
                .matches(e -> !e.isExpired() && e.retryAfterMillis() == 0);
        assertThat(strict.authenticate(signed(alice().put("exp", NOW + 1))).succeeded())
                .isTrue();
    }

    @Test
    void anIssuerIsCheckedWhereOneIsConfigured() {
        ClientAuthenticator strict =
                authenticator(new TokenConfig(SECRET, null, null, null, "https://login.example", true));

        assertThat(strict.authenticate(signed(alice().put("iss", "https://login.example")))
                        .succeeded())
                .isTrue();
        assertRefused(strict, signed(alice().put("iss", "https://evil.example")));
        assertRefused(strict, signed(alice().put("iss", 7)));
        assertRefused(strict, signed(alice()));
    }

    @Test
    void timeIsTheClocksAndNotTheMachines() {
        seconds = 1_000;
        assertThat(principal(alice().put("iat", 900).put("exp", 1_001)).expiresAt())
                .isEqualTo(1_031_000);
    }

    @Test
    void aTimeMayHaveAFractionAndAnySize() {
        assertThat(principal(alice().put("exp", NOW + 0.5)).expiresAt()).isEqualTo(NOW * 1000 + 30_500);
        assertThat(principal(alice().put("exp", 1e300)).expiresAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(principal(alice().put("exp", Long.MAX_VALUE)).expiresAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(refusal(alice().put("exp", -1e300)).isExpired()).isTrue();
    }

    @Test
    void aTimeThatIsNoNumberIsInvalid() {
        for (String claim : List.of("exp", "nbf")) {
            assertInvalid(alice().put(claim, "tomorrow"));
            assertInvalid(alice().put(claim, true));
            assertInvalid(alice().putNull(claim));
        }
    }

    @Test
    void aSubjectMustBeThereAndAString() {
        assertInvalid(new JsonObject());
        assertInvalid(new JsonObject().putNull("sub"));
        assertInvalid(new JsonObject().put("sub", 7));
        assertInvalid(new JsonObject().put("sub", new JsonArray().add("alice")));
    }

    @Test
    void aSubjectMustBeAUser() {
        assertInvalid(new JsonObject().put("sub", ""));
        assertInvalid(new JsonObject().put("sub", "."));
        assertInvalid(new JsonObject().put("sub", ".."));
        assertInvalid(new JsonObject().put("sub", "a\nb"));
        assertInvalid(new JsonObject().put("sub", "a\u0085b"));
        assertInvalid(new JsonObject().put("sub", "ü".repeat(128) + "x"));
        assertThat(principal(new JsonObject().put("sub", "ü".repeat(128))).user())
                .hasSize(128);
        assertThat(principal(new JsonObject().put("sub", "...")).user()).isEqualTo("...");
    }

    @Test
    void aDeviceClaimMustBeADevice() {
        assertInvalid(alice().put("device", 7));
        assertInvalid(alice().putNull("device"));
        assertInvalid(alice().put("device", ""));
        assertInvalid(alice().put("device", "a/b"));
        assertInvalid(alice().put("device", "d".repeat(65)));
    }

    @Test
    void anAudienceIsCheckedWhereOneIsConfigured() {
        ClientAuthenticator strict = authenticator(new TokenConfig(SECRET, null, null, "push", null, true));

        assertThat(strict.authenticate(signed(alice().put("aud", "push"))).succeeded())
                .isTrue();
        assertThat(strict.authenticate(signed(
                                alice().put("aud", new JsonArray().add("mail").add("push"))))
                        .succeeded())
                .isTrue();
        for (Object aud : new Object[] {"mail", 7, new JsonArray(), new JsonObject().put("push", 1)}) {
            assertThat(strict.authenticate(signed(alice().put("aud", aud))).failed())
                    .isTrue();
        }
        assertThat(strict.authenticate(signed(alice())).failed()).isTrue();
        assertThat(principal(alice().put("aud", "mail")).user()).isEqualTo("alice");
    }

    @Test
    void aTokenOfAnotherSecretIsForged() {
        assertThat(refusal(withSecret(), Tokens.hs256("another secret".getBytes(UTF_8), alice())))
                .hasMessage("the token is not signed by a known key");
    }

    @Test
    void aTokenWhoseClaimsWereChangedIsForged() {
        String[] alice = signed(alice()).split("\\.", -1);
        String[] bob = signed(new JsonObject().put("sub", "bob")).split("\\.", -1);

        assertRefused(withSecret(), alice[0] + "." + bob[1] + "." + alice[2]);
    }

    @Test
    void aTokenWithoutASignatureIsRefused() throws IOException {
        for (ClientAuthenticator authenticator : List.of(withSecret(), withKeys(pem(rsa)))) {
            assertRefused(authenticator, signed(alice()) + "!");
            for (String none : List.of("none", "None", "NONE", "")) {
                String unsigned = Tokens.unsigned(Tokens.header(none), alice());
                assertRefused(authenticator, unsigned);
                assertRefused(authenticator, unsigned + ".");
                assertRefused(authenticator, unsigned + ".AAAA");
            }
            assertRefused(authenticator, Tokens.unsigned(Tokens.header("HS256"), alice()) + ".");
            assertRefused(authenticator, Tokens.unsigned(RS256, alice()) + ".");
        }
    }

    @Test
    void aPublicKeyIsNoSecret() throws IOException {
        String pem = pem(rsa);
        ClientAuthenticator authenticator = withKeys(pem);

        assertRefused(authenticator, Tokens.hs256(pem.getBytes(UTF_8), alice()));
        assertRefused(authenticator, Tokens.hs256(pem.strip().getBytes(UTF_8), alice()));
        assertRefused(authenticator, Tokens.hs256(rsa.getPublic().getEncoded(), alice()));
        assertLater(authenticator, Tokens.hs256(pem.getBytes(UTF_8), RS256, alice()));
    }

    @Test
    void aSecretVerifiesNoOtherAlgorithm() {
        for (String other : List.of("HS384", "HS512", "RS256", "ES256")) {
            assertRefused(withSecret(), Tokens.hs256(KEY, Tokens.header(other), alice()));
        }
    }

    @Test
    void aKeyInTheTokenItselfIsNotBelieved() throws IOException {
        JsonObject header = RS256.copy().put("jwk", Tokens.webKey(second, "own"));

        assertLater(withKeys(pem(rsa)), Tokens.rs256(second.getPrivate(), header, alice()));
    }

    @Test
    void aTokenThatDemandsMoreThanWeKnowIsRefused() {
        JsonObject header = Tokens.header("HS256").put("crit", new JsonArray().add("b64"));

        assertRefused(withSecret(), Tokens.hs256(KEY, header, alice()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "a.b.c", "alice", "e30.e30.e30", "bnVsbA.bnVsbA.bnVsbA", "W10.W10.W10"})
    void whatIsNoTokenIsInvalid(String token) {
        assertRefused(withSecret(), token);
    }

    @Test
    void claimsThatAreNoObjectAreInvalid() {
        String header = Base64.getUrlEncoder()
                .encodeToString(Tokens.header("HS256").encode().getBytes(UTF_8));
        for (String claims : List.of("[]", "null", "7", "{", "")) {
            String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
            assertRefused(withSecret(), header + "." + base64 + ".AAAA");
        }
    }

    @Test
    void publicKeysInPemVerifyTheirOwnAlgorithm() throws IOException {
        ClientAuthenticator both = withKeys("# RSA\n" + pem(rsa) + "\n# EC\n" + pem(ec));

        assertThat(both.authenticate(Tokens.rs256(rsa.getPrivate(), RS256, alice()))
                        .succeeded())
                .isTrue();
        assertThat(both.authenticate(Tokens.es256(ec.getPrivate(), ES256, alice()))
                        .succeeded())
                .isTrue();
        assertLater(both, Tokens.rs256(second.getPrivate(), RS256, alice()));
        assertLater(both, Tokens.es256(Tokens.ec("secp256r1").getPrivate(), ES256, alice()));
        assertLater(both, Tokens.rs256(rsa.getPrivate(), ES256, alice()));
        assertRefused(both, Tokens.rs256(rsa.getPrivate(), Tokens.header("RS512"), alice()));
        assertRefused(withKeys(pem(ec)), Tokens.rs256(rsa.getPrivate(), RS256, alice()));
    }

    @Test
    void aSetOfKeysIsChosenFromByKeyId() throws IOException {
        ClientAuthenticator authenticator =
                withKeys(set(Tokens.webKey(rsa, "first"), Tokens.webKey(second, "second"), Tokens.webKey(ec, "third")));

        assertThat(authenticator
                        .authenticate(Tokens.rs256(second.getPrivate(), kid("second"), alice()))
                        .succeeded())
                .isTrue();
        assertThat(authenticator
                        .authenticate(Tokens.rs256(second.getPrivate(), RS256, alice()))
                        .succeeded())
                .isTrue();
        assertThat(authenticator
                        .authenticate(Tokens.es256(ec.getPrivate(), ES256, alice()))
                        .succeeded())
                .isTrue();
        assertRefused(authenticator, Tokens.rs256(second.getPrivate(), kid("first"), alice()));
        assertRefused(authenticator, Tokens.es256(ec.getPrivate(), ES256.copy().put("kid", "first"), alice()));
        assertLater(authenticator, Tokens.rs256(second.getPrivate(), kid("fourth"), alice()));
        assertLater(authenticator, Tokens.rs256(third.getPrivate(), RS256, alice()));
    }

    @Test
    void aKeyIdMeansNothingToKeysWithoutOne() throws IOException {
        assertThat(withKeys(pem(rsa))
                        .authenticate(Tokens.rs256(rsa.getPrivate(), kid("any"), alice()))
                        .succeeded())
                .isTrue();
        assertThat(withSecret()
                        .authenticate(Tokens.hs256(KEY, Tokens.header("HS256").put("kid", "any"), alice()))
                        .succeeded())
                .isTrue();
        assertRefused(
                withKeys(pem(rsa)), Tokens.rs256(rsa.getPrivate(), RS256.copy().put("kid", 7), alice()));
    }

    @Test
    void aTokenThatHasExpiredIsExpiredWhicheverKeySignedIt() throws IOException {
        String other = Tokens.rs256(second.getPrivate(), RS256, alice().put("exp", NOW - 31));

        assertThat(refusal(withKeys(pem(rsa)), other).isExpired()).isTrue();
        assertThat(refusal(withSecret(), Tokens.hs256(new byte[32], alice().put("exp", NOW - 31)))
                        .isExpired())
                .isFalse(); // the only key is known: forged
    }

    @Test
    void keysForSomethingElseArePassedOver() throws IOException {
        ClientAuthenticator authenticator = withKeys(set(
                Tokens.webKey(second, "enc").put("use", "enc"),
                Tokens.webKey(third, "ps").put("alg", "PS256"),
                new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", "AAAA"),
                new JsonObject().put("kty", "oct").put("k", "AAAA"),
                Tokens.webKey(rsa, "sig").put("alg", "RS256")));

        assertThat(authenticator
                        .authenticate(Tokens.rs256(rsa.getPrivate(), RS256, alice()))
                        .succeeded())
                .isTrue();
        assertLater(authenticator, Tokens.rs256(second.getPrivate(), RS256, alice()));
        assertLater(authenticator, Tokens.rs256(third.getPrivate(), RS256, alice()));
        assertRefused(authenticator, Tokens.hs256(new byte[3], alice()));
    }

    @Test
    void aFileWithoutAUsableKeyIsRefusedWithItsName() {
        assertFault("", "neither a PEM public key nor a JSON Web Key Set");
        assertFault("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "PEM block 1 can't be used");
        assertFault(Tokens.pem("PRIVATE KEY", rsa.getPrivate()), "PEM block 1 is a PRIVATE KEY");
        assertFault(pem(rsa) + Tokens.pem("CERTIFICATE", rsa.getPublic()), "PEM block 2 is a CERTIFICATE");
        assertFault(pem(Tokens.rsa(1024)), "at least 2048 bits");
        assertFault(pem(Tokens.ec("secp384r1")), "on the curve P-256");
        assertFault("{", "is not valid JSON");
        assertFault("{\"keys\":7}", "must be {\"keys\":[...]}");
        assertFault("{\"keys\":[7]}", "must be {\"keys\":[...]}");
        assertFault("{}", "must be {\"keys\":[...]}");
        assertFault(set(), "holds no key for RS256 or ES256");
        assertFault(set(Tokens.webKey(rsa, "a").put("use", "enc")), "holds no key for RS256 or ES256");
        assertFault(set(Tokens.webKey(rsa, "a"), Tokens.webKey(ec, "a")), "two keys with the kid 'a'");
        assertFault(set(Tokens.webKey(rsa, "a").put("d", "AAAA")), "key 1 is a private key");
        assertFault(set(Tokens.webKey(rsa, "a").put("n", 7)), "key 1 can't be used: its n must be a string");
        assertFault(set(Tokens.webKey(ec, "a").put("crv", "P-384")), "its crv must be P-256");
        assertFault(set(Tokens.webKey(ec, "a").put("kid", 7)), "key 1: kid must be a string");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        Path missing = files.resolve("missing.pem");
        TokenConfig config = TokenConfig.ofKeys(missing.toString());

        assertThatThrownBy(() -> authenticator(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jwt-keys: " + missing + " does not exist");
    }

    @Test
    void noRefusalRepeatsTheToken() {
        for (String token : List.of("secret-token", "a.b.c", signed(new JsonObject().put("sub", 7)))) {
            Unauthorized refusal = refusal(withSecret(), token);
            assertThat(refusal.getMessage()).doesNotContain(token);
            assertThat(refusal).hasNoCause();
        }
    }

    private void assertInvalid(JsonObject claims) {
        assertRefused(withSecret(), signed(claims));
    }

    /** For good. */
    private static void assertRefused(ClientAuthenticator authenticator, String token) {
        Unauthorized refusal = refusal(authenticator, token);
        assertThat(refusal.isExpired()).isFalse();
        assertThat(refusal.retryAfterMillis()).isZero();
    }

    private static void assertLater(ClientAuthenticator authenticator, String token) {
        Unauthorized refusal = refusal(authenticator, token);
        assertThat(refusal.isExpired()).isFalse();
        assertThat(refusal.retryAfterMillis()).isBetween(5_000L, 60_000L);
    }

    private void assertFault(String content, String fault) {
        assertThatThrownBy(() -> withKeys(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jwt-keys: " + files.resolve("keys"))
                .hasMessageContaining(fault);
    }

    private Principal principal(JsonObject claims) {
        Future<Principal> answer = withSecret().authenticate(signed(claims));
        assertThat(answer.cause()).isNull();
        return answer.result();
    }

    private Unauthorized refusal(JsonObject claims) {
        return refusal(withSecret(), signed(claims));
    }

    private static Unauthorized refusal(ClientAuthenticator authenticator, String token) {
        Future<Principal> answer = authenticator.authenticate(token);
        assertThat(answer.cause()).as("why %s was refused", token).isInstanceOf(Unauthorized.class);
        return (Unauthorized) answer.cause();
    }

    private ClientAuthenticator authenticator(TokenConfig config) {
        return Objects.requireNonNull(Keys.read(new AuthConfig(Mode.JWT, config, null, List.of(), false))
                .authenticator(vertx, clock));
    }

    private ClientAuthenticator withSecret() {
        return authenticator(new TokenConfig(SECRET, null, null, null, null, true));
    }

    private ClientAuthenticator withKeys(String content) throws IOException {
        Path file = Files.writeString(files.resolve("keys"), content);
        return authenticator(new TokenConfig(null, null, file.toString(), null, null, true));
    }

    private static String signed(JsonObject claims) {
        return Tokens.hs256(KEY, claims);
    }

    private static JsonObject alice() {
        return new JsonObject().put("sub", "alice");
    }

    private static JsonObject kid(String id) {
        return RS256.copy().put("kid", id);
    }

    private static String pem(KeyPair pair) {
        return Tokens.pem("PUBLIC KEY", pair.getPublic());
    }

    private static String set(JsonObject... keys) {
        return new JsonObject()
                .put("keys", new JsonArray(List.of((Object[]) keys)))
                .encode();
    }
}

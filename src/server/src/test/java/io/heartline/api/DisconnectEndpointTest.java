package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome;
import io.heartline.user.Eviction;
import io.heartline.user.LiveSession;
import io.heartline.user.ReadLimit;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisconnectEndpointTest {
    private static final String PATH = "/v1/users/alice/disconnect";

    private ApiGateway gateway;
    private long now;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start();
        now = gateway.now.get();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private AttachOutcome attach(String device, long issuedAt) {
        LiveSession session = new LiveSession("s-" + device, "node", 0, LiveSession.NO_ATTEMPT, now, "websocket");
        Attach attach = new Attach(
                session, new Attach.Target.Named(device), 60_000, null, false, ReadLimit.NONE, 1, issuedAt, now);
        return gateway.on(() -> gateway.store.submit("alice", attach));
    }

    private HttpResponse<String> disconnect(String json) {
        return gateway.post(PATH, "application/json", BodyPublishers.ofString(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"notBefore\":null}", ""})
    void allSessionsAreEvictedAndMayComeBack(String json) {
        attach("web", 0);
        attach("phone", 0);

        HttpResponse<String> answer = disconnect(json);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(gateway.removed.get(0).evictions())
                .extracting(Eviction::cause)
                .containsExactly(Eviction.Cause.REMOVED, Eviction.Cause.REMOVED);
        assertThat(attach("web", 0)).isInstanceOf(AttachOutcome.Attached.class);
    }

    @Test
    void aRequestWithoutABodyNeedsNoContentType() {
        assertThat(gateway.send(gateway.to(PATH).POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(204);
        assertThat(gateway.removed).isEmpty();
    }

    @Test
    void tokensOfBeforeAreRefusedFromThenOn() {
        assertThat(disconnect("{\"notBefore\":" + now + "}").statusCode()).isEqualTo(204);

        assertThat(attach("web", now - 1)).isEqualTo(new AttachOutcome.Refused(AttachOutcome.Reason.TOKEN_CUT_OFF));
        assertThat(attach("web", now)).isInstanceOf(AttachOutcome.Attached.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"now\"", "1.5", "1763650000000000", "true"})
    void aTimeThatIsNoneIsRefusedAndTheFieldNamed(String time) {
        HttpResponse<String> answer = disconnect("{\"notBefore\":" + time + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(ApiGateway.json(answer).getString("field")).isEqualTo("notBefore");
        assertThat(attach("web", 0)).isInstanceOf(AttachOutcome.Attached.class);
    }

    @Test
    void whatIsNotUnderstoodChangesNothing() {
        attach("web", 0);
        HttpResponse<String> unknown = disconnect("{\"notAfter\":1}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(ApiGateway.json(unknown).getString("field")).isEqualTo("notAfter");
        assertThat(disconnect("[]").statusCode()).isEqualTo(400);
        assertThat(disconnect("{\"a\":\"" + "x".repeat(2_000) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(gateway.post(PATH, "text/plain", BodyPublishers.ofString("{}"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(gateway.removed).isEmpty();
    }

    @Test
    void theKeyNeedsTheScopeAdmin(@TempDir Path dir) throws Exception {
        try (ApiGateway guarded = ApiGateway.start(ApiKeyCheckTest.keys(dir))) {
            for (String key : new String[] {"push", "read"}) {
                assertThat(guarded.send(guarded.to(PATH)
                                        .header("Authorization", "Bearer " + key)
                                        .POST(BodyPublishers.noBody()))
                                .statusCode())
                        .isEqualTo(403);
            }
            assertThat(guarded.send(guarded.to(PATH)
                                    .header("Authorization", "Bearer admin")
                                    .POST(BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(204);
        }
    }
}

package io.heartline.sweep;

import static io.heartline.delivery.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.DeliveryConfig;
import io.heartline.delivery.FakeStore;
import io.heartline.delivery.GatewayId;
import io.heartline.delivery.TestGateway;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Attach;
import io.heartline.user.Detach;
import io.heartline.user.LiveSession;
import io.heartline.user.ReadLimit;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GhostSessionCheckTest {
    private final Vertx vertx = Vertx.vertx();
    private final FakeStore store = new FakeStore();
    private final BlockingQueue<JsonObject> gone = new LinkedBlockingQueue<>();
    private TestGateway here;
    private TestGateway there;
    private GhostSessionCheck ghosts;

    @BeforeEach
    void open() throws Exception {
        here = TestGateway.start(vertx, new GatewayId("n1", 0), store, DeliveryConfig.DEFAULT);
        there = TestGateway.start(vertx, new GatewayId("n2", 0), store, DeliveryConfig.DEFAULT);
        here.sees(here, there);
        ghosts = new GhostSessionCheck(here.here, store, here.delivery);
        vertx.eventBus().<JsonObject>consumer("heartline.presence", notice -> gone.add(notice.body()));
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void aSessionThatItsGatewayDoesNotHoldIsDetached() throws Exception {
        LiveSession held = attach("alice", "s1");
        LiveSession ghost = attach("bob", "s2");
        there.sessions.add("s1");

        here.run(() -> {
            ghosts.check("alice", List.of(held));
            ghosts.check("bob", List.of(ghost));
        });

        assertThat(nextGone()).isEqualTo("bob");
        assertThat(store.entries.get("bob").sessions()).isEmpty();
        assertThat(store.entries.get("alice").sessions()).containsExactly(held);
        assertThat(here.count(MeterNames.GHOSTS)).isEqualTo(1);
    }

    @Test
    void manySessionsAreAskedAboutInBoundedQuestions() throws Exception {
        BlockingQueue<Integer> questions = new LinkedBlockingQueue<>();
        vertx.eventBus().<JsonArray>consumer("heartline.census.n2.7", question -> {
            questions.add(question.body().size());
            question.reply(new JsonArray());
        });
        List<LiveSession> booked = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            booked.add(new LiveSession("s" + i, "n2", 7, 1, 0, "websocket"));
        }

        here.run(() -> ghosts.check("alice", booked));

        assertThat(questions.poll(20, TimeUnit.SECONDS)).isEqualTo(GhostSessionCheck.QUESTION);
        assertThat(questions.poll(20, TimeUnit.SECONDS)).isEqualTo(GhostSessionCheck.QUESTION);
        assertThat(questions.poll(20, TimeUnit.SECONDS)).isEqualTo(600 - 2 * GhostSessionCheck.QUESTION);
        assertThat(store.submitted).isEmpty();
    }

    @Test
    void silenceProvesNothing() throws Exception {
        LiveSession unreachable = new LiveSession("s9", "n2", 5, 1, 0, "websocket");
        LiveSession departed = new LiveSession("s8", "n3", 0, 1, 0, "websocket");
        LiveSession ghost = attach("bob", "s2");

        here.run(() -> {
            ghosts.check("alice", List.of(unreachable, departed));
            ghosts.check("bob", List.of(ghost));
        });
        assertThat(nextGone()).isEqualTo("bob");
        here.run(() -> ghosts.check("bob", List.of(ghost)));

        assertThat(store.submitted)
                .as("what was submitted while nobody answered for the others")
                .allSatisfy(command -> assertThat(((Detach) command).session()).isEqualTo("s2"));
    }

    @Test
    void onlyWhatWasAskedAboutIsDetached() throws Exception {
        LiveSession held = attach("alice", "s1");
        there.sessions.add("s1");
        vertx.eventBus()
                .consumer(
                        "heartline.census.n2.7",
                        question -> question.reply(new JsonArray().add("s1").add("s3")));
        LiveSession ghost = attach("bob", "s3", 7);

        here.run(() -> ghosts.check("bob", List.of(ghost)));

        assertThat(nextGone()).isEqualTo("bob");
        assertThat(store.entries.get("alice").sessions()).containsExactly(held);
    }

    private String nextGone() throws InterruptedException {
        JsonObject notice = gone.poll(20, TimeUnit.SECONDS);
        assertThat(notice).as("a presence notice").isNotNull();
        return notice.getString("user");
    }

    private LiveSession attach(String user, String session) {
        return attach(user, session, 0);
    }

    private LiveSession attach(String user, String session, int gateway) {
        long now = System.currentTimeMillis();
        LiveSession live = new LiveSession(session, "n2", gateway, 1, now, "websocket");
        store.apply(
                user, new Attach(live, new Attach.Target.Named("web"), 60_000, null, false, ReadLimit.NONE, 5, now));
        return live;
    }
}

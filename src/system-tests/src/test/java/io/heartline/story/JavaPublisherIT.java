package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.publisher.BatchOutcome;
import io.heartline.publisher.Publisher;
import io.heartline.publisher.PublisherOptions;
import io.heartline.publisher.Push;
import io.heartline.publisher.PushOutcome;
import io.heartline.publisher.UserResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Java publisher against real nodes. */
class JavaPublisherIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void aBatchGoesOnWhereItsNodeIsKilledAndEachLineIsStoredOnceInOrder() {
        List<PushOutcome> outcomes = new CopyOnWriteArrayList<>();
        try (Cluster cluster = aCluster("java-batch")
                        .with("--mailbox-messages=20000")
                        .with("--mailbox-bytes=10000000")
                        .withNodes(2);
                Client alice = Client.of("alice", "phone").connect(cluster.node(1))) {
            Publisher publisher = Publisher.http(
                    vertx,
                    new PublisherOptions(cluster.node(2).url(), cluster.node(1).url()).mostAtOnce(100));

            BatchOutcome end = await(publisher.batch(
                    IntStream.range(0, 2_000)
                            .mapToObj(n -> Push.to("alice", n).id("n" + n))
                            .iterator(),
                    outcome -> {
                        outcomes.add(outcome);
                        if (outcomes.size() == 500) {
                            cluster.node(2).kill();
                        }
                    }));

            assertThat(end).isEqualTo(new BatchOutcome.Complete(2_000));
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(stored(outcome)).isNotNull());
            alice.awaitMessages(2_000);
            assertThat(alice.bodies())
                    .containsExactlyElementsOf(IntStream.range(0, 2_000)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void aPushIsToldHowItEndedOverHttpAndOverTheBus() {
        try (Cluster cluster =
                        aCluster("java-push").with("--mailbox-messages=2").withNodes(1);
                Service service = Service.joins(cluster);
                Client alice = Client.of("alice", "phone").connect(cluster.node(1))) {
            List<Publisher> publishers = List.of(
                    Publisher.http(vertx, new PublisherOptions(cluster.node(1).url())),
                    Publisher.bus(service.vertx(), new PublisherOptions()));
            for (int i = 0; i < 2; i++) {
                Publisher publisher = publishers.get(i);
                String offline = "nobody-" + i;
                Push push = Push.to(offline, "hello").id("once");

                assertThat(stored(await(publisher.push(push))).duplicate()).isFalse();
                assertThat(stored(await(publisher.push(push))).duplicate()).isTrue();
                assertThat(stored(await(publisher.push(Push.to(offline, 2)))).seq())
                        .isEqualTo(2);
                assertThat(await(publisher.push(Push.to(offline, 3))))
                        .isInstanceOfSatisfying(PushOutcome.Refused.class, refused -> assertThat(refused.code())
                                .isEqualTo("MAILBOX_FULL"));
                assertThat(await(publisher.push(Push.to(offline, 4).asTransient())))
                        .isInstanceOfSatisfying(PushOutcome.Answered.class, answered -> assertThat(answered.result())
                                .isInstanceOf(UserResult.Offline.class));
                assertThat(await(publisher.push(Push.to(alice.user(), 5).awaitAcked(Duration.ofSeconds(30)))))
                        .isInstanceOfSatisfying(PushOutcome.Answered.class, answered -> assertThat(answered.result())
                                .isInstanceOf(UserResult.Acked.class));
                assertThat(await(publisher.push(Push.to(offline, 6).ttl(Duration.ZERO))))
                        .isInstanceOfSatisfying(PushOutcome.Refused.class, refused -> assertThat(refused.code())
                                .isEqualTo("BAD_REQUEST"));
            }
        }
    }

    private static UserResult.Stored stored(PushOutcome outcome) {
        return (UserResult.Stored) ((PushOutcome.Answered) outcome).result();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

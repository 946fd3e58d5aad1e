package io.heartline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of the store, without a cluster. */
class InMemoryUserStoreTest extends UserStoreContract {
    private static final InMemoryEntries ENTRIES = new InMemoryEntries("node-1");
    private static Vertx vertx;
    private static Caller here;
    private static Caller there;
    private static volatile boolean serving = true;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        here = caller();
        there = caller();
    }

    @AfterAll
    static void stop() {
        Caller.answer(vertx.close());
    }

    private static Caller caller() {
        return new Caller(
                ((VertxInternal) vertx).createEventLoopContext(),
                context -> new InMemoryUserStore(context, ENTRIES, () -> serving));
    }

    @Override
    Caller here() {
        return here;
    }

    @Override
    Caller there() {
        return there;
    }

    @Override
    void serve(boolean may) {
        serving = may;
    }

    @Override
    void copiesOweTheSame(List<String> users) {
        assertThat(ENTRIES.diverged()).isEmpty();
    }

    @Override
    int entries() {
        return ENTRIES.size();
    }
}

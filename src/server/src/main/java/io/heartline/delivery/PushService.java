package io.heartline.delivery;

import io.heartline.delivery.PushResult.Refusal;
import io.heartline.protocol.FrameCodec;
import io.heartline.store.StoreException;
import io.heartline.store.UserStore;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.DeliveryWatch;
import io.heartline.user.Describe;
import io.heartline.user.FindMessage;
import io.heartline.user.LiveSession;
import io.heartline.user.MessageView;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome;
import io.heartline.user.PushOutcome.MailboxFull;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.UserView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out pushes: stores the message, encodes its frame once, and sends a hint for each session of the user. Called and
 * answering on the event loop of its gateway, and owned by it.
 */
public final class PushService {
    private static final Logger LOG = LoggerFactory.getLogger(PushService.class);

    private final DeliveryContext here;
    private final UserStore store;
    private final Waiters waiters;
    private final OutcomeEffects effects;
    private final Timer stored;
    private final Map<Class<?>, Counter> results = new HashMap<>();

    PushService(DeliveryContext here, UserStore store, Waiters waiters, OutcomeEffects effects) {
        this.here = here;
        this.store = store;
        this.waiters = waiters;
        this.effects = effects;
        this.stored = here.meters().timer(MeterNames.ACCEPTED_TO_STORED);
        for (Class<?> kind : PushResult.class.getPermittedSubclasses()) {
            String name = kind.getSimpleName().toLowerCase(Locale.ROOT);
            results.put(kind, here.meters().counter(MeterNames.PUSHES, "result", name));
        }
    }

    /**
     * Carries out a push; never fails. Pushes for one user are numbered in the order of the calls. The answer to one that
     * waits for an acknowledgement may come {@code waitMillis} after the call, and then looks into the entry once.
     */
    public Future<PushResult> push(PushOrder order) {
        return push(order, () -> {});
    }

    /** An order without its body, which must not stay in memory while the publisher waits for an acknowledgement. */
    private record Head(String user, String id, boolean ownId, boolean waitAcked, int length) {
        static Head of(PushOrder order) {
            return new Head(
                    order.user(),
                    order.id(),
                    order.ownId(),
                    order.waitAcked(),
                    order.body().length());
        }
    }

    /**
     * Carries out a push like {@link #push(PushOrder)}.
     *
     * @param stored called when a push that waits for an acknowledgement is stored, or could not be
     */
    public Future<PushResult> push(PushOrder order, Runnable stored) {
        Head head = Head.of(order);
        Future<PushResult> result;
        if (order.transientMode()) {
            result = handOut(order);
        } else if (order.waitAcked()) {
            result = storeAndWait(order, head, stored);
        } else {
            result = store(order).map(outcome -> result(head, outcome));
        }
        return result.otherwise(failure -> refusal(head, failure)).onSuccess(this::count);
    }

    /** Answers the publishers that wait for an acknowledgement now; each looks into the entry once. */
    public void answerWaiting() {
        waiters.release();
    }

    private Future<PushOutcome> store(PushOrder order) {
        Timer.Sample sample = Timer.start(here.meters());
        Push push = new Push(
                order.id(),
                order.body(),
                order.ttlMillis(),
                watch(order),
                here.config().limits(),
                here.random().nextLong(),
                here.clock().millis());
        return store.submit(order.user(), push).map(outcome -> {
            if (outcome instanceof Pushed pushed) {
                sample.stop(stored);
                effects.pushed(order.user(), pushed, encoded(order, pushed));
            }
            return outcome;
        });
    }

    private @Nullable DeliveryWatch watch(PushOrder order) {
        if (order.waitAcked()) {
            return new DeliveryWatch(here.self().address(), order.receipt());
        }
        return order.receipt() ? DeliveryWatch.RECEIPT : null;
    }

    /** True if an earlier push had this id. Its body may be another, so its frame can't be made from this one. */
    private static boolean isRepeated(boolean ownId, Pushed pushed) {
        return pushed.duplicate() && !ownId;
    }

    private static @Nullable Encoded encoded(PushOrder order, Pushed pushed) {
        if (pushed.sessions().isEmpty() || isRepeated(order.ownId(), pushed)) {
            return null;
        }
        Buffer frame = FrameCodec.message(
                pushed.position().epoch(),
                pushed.position().seq(),
                order.id(),
                pushed.at(),
                order.body().bytes());
        return new Encoded(pushed.at(), frame);
    }

    private PushResult result(Head head, PushOutcome outcome) {
        if (outcome instanceof MailboxFull full) {
            return new PushResult.Rejected(Refusal.MAILBOX_FULL, fullness(head, full));
        }
        Pushed pushed = (Pushed) outcome;
        return head.waitAcked() && pushed.acked() ? acked(head, pushed) : stored(head, pushed);
    }

    private String fullness(Head head, MailboxFull full) {
        return "The mailbox holds %d of at most %d messages and %d of at most %d bytes; this message has %d bytes."
                .formatted(
                        full.messages(),
                        here.config().mailboxMessages(),
                        full.bytes(),
                        here.config().mailboxBytes(),
                        head.length());
    }

    private static PushResult stored(Head head, Pushed pushed) {
        return new PushResult.Stored(pushed.position(), pushed.sessions().size(), isRepeated(head.ownId(), pushed));
    }

    private static PushResult acked(Head head, Pushed pushed) {
        return new PushResult.Acked(pushed.position(), pushed.sessions().size(), isRepeated(head.ownId(), pushed));
    }

    /** Stores the push, and waits for its acknowledgement: what waits refers to the head alone. */
    private Future<PushResult> storeAndWait(PushOrder order, Head head, Runnable whenStored) {
        long deadline = here.clock().millis() + order.waitMillis();
        // Registered before it is stored: the acknowledgement may arrive before the store has answered.
        Waiters.Waiter waiter = waiters.enter(order.user(), order.id());
        if (waiter == null) {
            return Future.succeededFuture(new PushResult.Rejected(
                    Refusal.UNAVAILABLE,
                    "Too many publishers wait for acknowledgements here: at most %d may."
                            .formatted(here.config().maxWaiters())));
        }
        return store(order)
                .onComplete(any -> whenStored.run())
                .compose(outcome -> outcome instanceof Pushed pushed && !pushed.acked()
                        ? waiter.settledWithin(deadline - here.clock().millis())
                                .compose(
                                        told -> told ? Future.succeededFuture(acked(head, pushed)) : look(head, pushed))
                        : Future.succeededFuture(result(head, outcome)))
                .onComplete(any -> waiter.leave());
    }

    /** The hint of the acknowledgement may have been lost: the entry knows. */
    private Future<PushResult> look(Head head, Pushed pushed) {
        return store.submit(head.user(), new FindMessage(head.id(), here.clock().millis()))
                .map(view -> isAcked(view) ? acked(head, pushed) : stored(head, pushed))
                .otherwise(unreadable -> stored(head, pushed));
    }

    private static boolean isAcked(Optional<MessageView> view) {
        return view.isPresent() && view.get().state() == MessageView.State.ACKED;
    }

    private Future<PushResult> handOut(PushOrder order) {
        long now = here.clock().millis();
        return store.submit(order.user(), new Describe(now)).map(view -> handOut(order, view, now));
    }

    private PushResult handOut(PushOrder order, UserView view, long now) {
        List<LiveSession> sessions = view.sessions();
        if (sessions.isEmpty()) {
            return new PushResult.Offline();
        }
        Buffer frame = FrameCodec.transientMessage(order.id(), now, order.body().bytes());
        int left = effects.handedOut(order.user(), sessions, frame);
        return left > 0
                ? new PushResult.Sent(left)
                : new PushResult.Rejected(
                        Refusal.UNAVAILABLE, "The gateways of the user's sessions take no more at the moment.");
    }

    private static PushResult refusal(Head head, Throwable failure) {
        if (failure instanceof StoreException refused && refused.kind() == StoreException.Kind.UNAVAILABLE) {
            return new PushResult.Rejected(Refusal.UNAVAILABLE, String.valueOf(refused.getMessage()));
        }
        if (failure instanceof StoreException unknown) {
            return new PushResult.Unknown(String.valueOf(unknown.getMessage()));
        }
        LOG.error("push {} ended in a fault", head.id(), failure);
        return new PushResult.Unknown("An internal fault hides what became of the push.");
    }

    private void count(PushResult result) {
        Counter counter = results.get(result.getClass());
        if (counter != null) {
            counter.increment();
        }
    }
}

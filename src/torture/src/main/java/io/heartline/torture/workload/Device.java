package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A device: connects, reconnects as the contract asks, and behaves as its {@link DeviceBehaviour} says until {@link #calm}. Owned by
 * the run's event loop.
 *
 * <pre>
 *   waiting ─▶ connected ─▶ waiting …     a half-open device keeps its old connection for a while
 *      └──────────┴──▶ closed
 * </pre>
 */
final class Device implements Connection.Owner {
    private static final int NORMAL = 1000;
    private static final int STAY_AWAY_FROM = 4_500;
    private static final int REPLACED = 4_502;
    private static final long OFFLINE = -1;
    private static final long STABLE_AFTER_MILLIS = 2_000;
    private static final long LONGEST_BACKOFF_MILLIS = 3_000;
    private static final long LONGEST_STALL_MILLIS = 20_000;

    private final WorkloadContext run;
    private final Dialer dialer;
    private final String user;
    private final String firstName;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final AckPace pace;
    private final List<Connection> halfOpen = new ArrayList<>();
    private final Promise<Void> parted = Promise.promise();

    private DeviceBehaviour behaviour;
    private String name;
    private int names = 1;
    private long attempt;
    private @Nullable Position position;
    private @Nullable Site site;
    private @Nullable Connection connection;
    private long onlineSince = OFFLINE;
    private boolean arrived;
    /** True until the server confirms the bye, which is repeated on each connection. */
    private boolean leaving;

    private boolean parting;
    private long pauseMillis;
    private long timer;

    /** The identity and the behaviour of a device. */
    record Who(String user, String name, DeviceBehaviour behaviour) {}

    Device(WorkloadContext run, Dialer dialer, Who who, RandomGenerator random) {
        this.run = run;
        this.dialer = dialer;
        this.user = who.user();
        this.firstName = who.name();
        this.name = firstName;
        this.random = random;
        this.backoff = new Backoff(100, LONGEST_BACKOFF_MILLIS, random);
        this.behaviour = who.behaviour();
        this.pace = AckPace.of(behaviour, random);
    }

    /** Connects at a random time within {@code spreadMillis}. */
    void start(long spreadMillis) {
        connectAfter(1 + random.nextLong(spreadMillis));
    }

    private void connectAfter(long millis) {
        run.vertx().cancelTimer(timer);
        timer = run.vertx().setTimer(millis, now -> connect());
    }

    private void connect() {
        attempt = Math.max(System.currentTimeMillis(), attempt + 1);
        Site next = run.elsewhere(site, random);
        site = next;
        Connection begun = new Connection(run, this, pace);
        connection = begun;
        long keepMillis = run.config().crowd().keep().toMillis();
        begun.dial(dialer, next, new Hello(user, name, attempt, keepMillis, position));
    }

    @Override
    public void onWelcome(Connection by, Welcome welcome) {
        if (by != connection) {
            return;
        }
        onlineSince = run.now();
        arrived = true;
        position = welcome.position();
        if (leaving) {
            by.bye();
        } else {
            plan(by, welcome);
        }
    }

    private void plan(Connection by, Welcome welcome) {
        if (behaviour.isRestless()) {
            long restless = run.config().crowd().restless().toMillis();
            after(restless / 5 + random.nextLong(restless * 2), () -> act(by, welcome));
        }
    }

    private void act(Connection current, Welcome welcome) {
        switch (behaviour) {
            case DROPPER -> {
                pauseMillis = moment();
                current.drop();
            }
            case WANDERER -> {
                pauseMillis = moment();
                current.close();
            }
            case STALLER -> stall(current, welcome);
            case HALF_OPEN -> abandon(current);
            case LEAVER -> {
                leaving = true;
                current.bye();
            }
            case STEADY, SLOW -> {}
        }
    }

    /** Stops reading or acknowledging. About half of the stalls end before the server's limit. */
    private void stall(Connection current, Welcome welcome) {
        current.stall(random.nextBoolean());
        long patience = Math.min(welcome.ackWithinMillis(), LONGEST_STALL_MILLIS * 2 / 3);
        long millis = patience / 4 + random.nextLong(patience * 5 / 4);
        after(millis, () -> {
            current.resume();
            plan(current, welcome);
        });
    }

    private void abandon(Connection current) {
        current.mute();
        halfOpen.add(current);
        connection = null;
        onlineSince = OFFLINE;
        connectAfter(moment());
        run.vertx().setTimer(1_000 + random.nextLong(15_000), now -> current.drop());
    }

    private void after(long millis, Runnable act) {
        run.vertx().cancelTimer(timer);
        timer = run.vertx().setTimer(millis, now -> act.run());
    }

    private long moment() {
        return 20 + random.nextLong(2_000);
    }

    @Override
    public void onFinished(Connection by, Position finished) {
        if (by == connection) {
            position = finished;
        }
    }

    @Override
    public void onEnded(Connection by, int code, long retryAfterMillis) {
        if (by != connection) {
            halfOpen.remove(by);
            return;
        }
        if (onlineSince != OFFLINE && run.now() - onlineSince >= STABLE_AFTER_MILLIS) {
            backoff.reset();
        }
        connection = null;
        onlineSince = OFFLINE;
        if (parting) {
            parted.tryComplete();
            return;
        }
        if (leaving && code == NORMAL) {
            rename();
        }
        connectAfter(Math.max(pause(code), retryAfterMillis));
        pauseMillis = 0;
    }

    /** Reconnects even if the server asks it not to, as a user does who restarts the program. */
    private long pause(int code) {
        long least = code >= STAY_AWAY_FROM && code != REPLACED ? LONGEST_BACKOFF_MILLIS : pauseMillis;
        return Math.max(backoff.next(), least);
    }

    private void rename() {
        leaving = false;
        names++;
        name = firstName + "." + names;
        position = null;
        pauseMillis = moment();
    }

    /** Behaves as {@link DeviceBehaviour#STEADY} from now on. */
    void calm() {
        behaviour = DeviceBehaviour.STEADY;
        List.copyOf(halfOpen).forEach(Connection::drop);
        if (connection != null && onlineSince != OFFLINE) {
            run.vertx().cancelTimer(timer);
            connection.resume();
        }
    }

    /** True if it was welcomed at least once. */
    boolean hasArrived() {
        return arrived;
    }

    /** True if it is connected, and neither leaves nor stalls. */
    boolean isOnline() {
        return onlineSince != OFFLINE && !leaving && connection != null && !connection.isStalled();
    }

    /** Closes with a close frame and does not reconnect. Never fails. */
    Future<Void> part() {
        parting = true;
        run.vertx().cancelTimer(timer);
        if (connection == null) {
            parted.tryComplete();
        } else {
            connection.close();
        }
        return parted.future();
    }
}

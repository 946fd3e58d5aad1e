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
 * One device: connects, comes back as the contract asks, and behaves as its temperament has it until it is calmed. Owned by
 * the run's event loop.
 *
 * <pre>
 *   waiting ─▶ linked ─▶ waiting …        a half-open one keeps old links as ghosts for a while
 *      └─────────┴──▶ parted
 * </pre>
 */
final class Device implements Link.Owner {
    private static final int NORMAL = 1000;
    private static final int STAY_AWAY_FROM = 4_500;
    private static final int REPLACED = 4_502;
    private static final long OFFLINE = -1;
    private static final long STABLE_AFTER_MILLIS = 2_000;
    private static final long LONGEST_BACKOFF_MILLIS = 3_000;
    private static final long LONGEST_STALL_MILLIS = 20_000;

    private final Run run;
    private final Dialer dialer;
    private final String user;
    private final String firstName;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final Pace pace;
    private final List<Link> ghosts = new ArrayList<>();
    private final Promise<Void> parted = Promise.promise();

    private Temperament temperament;
    private String name;
    private int names = 1;
    private long attempt;
    private @Nullable Position position;
    private @Nullable Site site;
    private @Nullable Link link;
    private long onlineSince = OFFLINE;
    private boolean arrived;
    /** Until the server has confirmed the bye, it is said again and again. */
    private boolean leaving;

    private boolean parting;
    private long pauseMillis;
    private long timer;

    /** Whose device it is, how it is called at first, and how it behaves. */
    record Who(String user, String name, Temperament temperament) {}

    Device(Run run, Dialer dialer, Who who, RandomGenerator random) {
        this.run = run;
        this.dialer = dialer;
        this.user = who.user();
        this.firstName = who.name();
        this.name = firstName;
        this.random = random;
        this.backoff = new Backoff(100, LONGEST_BACKOFF_MILLIS, random);
        this.temperament = who.temperament();
        this.pace = Pace.of(temperament, random);
    }

    /** Connects within {@code spreadMillis}. */
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
        Link begun = new Link(run, this, pace);
        link = begun;
        long keepMillis = run.config().crowd().keep().toMillis();
        begun.dial(dialer, next, new Hello(user, name, attempt, keepMillis, position));
    }

    @Override
    public void onWelcome(Link by, Welcome welcome) {
        if (by != link) {
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

    private void plan(Link by, Welcome welcome) {
        if (temperament.isRestless()) {
            long restless = run.config().crowd().restless().toMillis();
            after(restless / 5 + random.nextLong(restless * 2), () -> act(by, welcome));
        }
    }

    private void act(Link line, Welcome welcome) {
        switch (temperament) {
            case DROPPER -> {
                pauseMillis = moment();
                line.drop();
            }
            case WANDERER -> {
                pauseMillis = moment();
                line.close();
            }
            case STALLER -> stall(line, welcome);
            case HALF_OPEN -> abandon(line);
            case LEAVER -> {
                leaving = true;
                line.bye();
            }
            case STEADY, SLOW -> {}
        }
    }

    /** Half of the stalls end before the server can have had enough. */
    private void stall(Link line, Welcome welcome) {
        line.stall(random.nextBoolean());
        long patience = Math.min(welcome.ackWithinMillis(), LONGEST_STALL_MILLIS * 2 / 3);
        long millis = patience / 4 + random.nextLong(patience * 5 / 4);
        after(millis, () -> {
            line.resume();
            plan(line, welcome);
        });
    }

    private void abandon(Link line) {
        line.mute();
        ghosts.add(line);
        link = null;
        onlineSince = OFFLINE;
        connectAfter(moment());
        run.vertx().setTimer(1_000 + random.nextLong(15_000), now -> line.drop());
    }

    private void after(long millis, Runnable act) {
        run.vertx().cancelTimer(timer);
        timer = run.vertx().setTimer(millis, now -> act.run());
    }

    private long moment() {
        return 20 + random.nextLong(2_000);
    }

    @Override
    public void onFinished(Link by, Position finished) {
        if (by == link) {
            position = finished;
        }
    }

    @Override
    public void onEnded(Link by, int code, long retryAfterMillis) {
        if (by != link) {
            ghosts.remove(by);
            return;
        }
        if (onlineSince != OFFLINE && run.now() - onlineSince >= STABLE_AFTER_MILLIS) {
            backoff.reset();
        }
        link = null;
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

    /** One that is told to stay away comes back all the same, as a person would who starts the program again. */
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

    /** Steady from now on. */
    void calm() {
        temperament = Temperament.STEADY;
        List.copyOf(ghosts).forEach(Link::drop);
        if (link != null && onlineSince != OFFLINE) {
            run.vertx().cancelTimer(timer);
            link.resume();
        }
    }

    /** Has been welcomed once. */
    boolean hasArrived() {
        return arrived;
    }

    /** Connected, and neither about to leave nor asleep. */
    boolean isOnline() {
        return onlineSince != OFFLINE && !leaving && link != null && !link.isStalled();
    }

    /** Closes in good order and does not come back; never fails. */
    Future<Void> part() {
        parting = true;
        run.vertx().cancelTimer(timer);
        if (link == null) {
            parted.tryComplete();
        } else {
            link.close();
        }
        return parted.future();
    }
}

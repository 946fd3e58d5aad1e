package io.heartline.torture.check;

import io.heartline.torture.check.PerfectRun.Letter;
import io.heartline.torture.history.Event.Acknowledged;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Departing;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Welcomed;
import java.util.Random;

/** A device of a {@link PerfectRun}, and its state on the server. */
final class SimulatedDevice {
    private final PerfectRun run;
    private final Random random;
    private final String name;
    private String node = "node-1";
    private long link;
    private boolean connected;
    private boolean known;
    private long keepMillis;
    private long leftAt;
    private long cursor;
    private long sent;
    private boolean everAcked;

    SimulatedDevice(PerfectRun run, Random random, String name) {
        this.run = run;
        this.random = random;
        this.name = name;
    }

    boolean isConnected() {
        return connected;
    }

    boolean isOn(String other) {
        return connected && node.equals(other);
    }

    String session() {
        return "s-" + link;
    }

    void comesOrGoes() {
        int chance = random.nextInt(6);
        if (!connected) {
            comes(new long[] {0, 2_000, 10_000, 300_000}[random.nextInt(4)], "node-" + (1 + random.nextInt(3)));
        } else if (chance == 0) {
            leaves();
        } else if (chance == 1) {
            comes(keepMillis, node);
        } else {
            drops();
        }
    }

    private void comes(long keep, String where) {
        long replaced = connected ? link : 0;
        boolean kept = connected || (known && run.now - leftAt < keepMillis);
        link = ++run.lastLink;
        node = where;
        Position hello = everAcked ? new Position("e1", cursor) : null;
        run.add(new Dialled(run.tick(), link, PerfectRun.USER, name, node, link, keep, hello));
        keepMillis = keep;
        cursor = kept ? cursor : run.topAcked;
        sent = cursor;
        connected = true;
        known = true;
        run.add(new Welcomed(run.tick(), link, session(), "n-" + node, kept, new Position("e1", cursor), 0));
        if (replaced > 0) {
            run.add(new Ended(run.tick(), replaced, 4502));
        }
    }

    void getsNext() {
        Letter letter = connected ? run.next(sent) : null;
        if (letter != null) {
            Position position = new Position("e1", letter.seq());
            run.add(new Delivered(run.tick(), link, position, letter.id(), letter.number()));
            sent = letter.seq();
        }
    }

    void acknowledges() {
        if (connected && sent > cursor) {
            cursor = sent;
            everAcked = true;
            run.topAcked = Math.max(run.topAcked, cursor);
            run.add(new Acknowledged(run.tick(), link, new Position("e1", cursor)));
        }
    }

    void drops() {
        run.add(new Ended(run.tick(), link, 0));
        leftAt = run.now;
        connected = false;
    }

    void leaves() {
        run.add(new Departing(run.tick(), link));
        run.add(new Ended(run.tick(), link, 1000));
        connected = false;
        known = false;
    }

    void comesToStay() {
        comes(300_000, "node-1");
        finishesAll();
    }

    void getsAllAndReturns() {
        getsAll();
        drops();
        comes(300_000, "node-1");
    }

    void finishesAll() {
        getsAll();
        acknowledges();
    }

    private void getsAll() {
        while (run.next(sent) != null) {
            getsNext();
        }
    }
}

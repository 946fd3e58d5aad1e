package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records and counts the events of one connection. */
final class ConnectionRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRecorder.class);
    private static final int VIOLATION = 4501;

    private final WorkloadContext run;
    private final long link;

    /** Creates the recorder of the next connection of the run. */
    ConnectionRecorder(WorkloadContext run) {
        this.run = run;
        run.counters().add(Count.DIALLED);
        this.link = run.counters().of(Count.DIALLED);
    }

    void dialled(Site site, Hello hello) {
        run.record(new Event.Dialled(
                run.now(),
                link,
                hello.user(),
                hello.device(),
                site.name(),
                hello.attempt(),
                hello.keepMillis(),
                hello.position()));
    }

    void welcomed(Welcome welcome) {
        run.counters().add(Count.WELCOMED);
        run.record(new Event.Welcomed(
                run.now(),
                link,
                welcome.session(),
                welcome.node(),
                welcome.resumed(),
                welcome.position(),
                welcome.pending()));
    }

    void delivered(Position position, String id, long number) {
        run.counters().add(Count.DELIVERED);
        run.record(new Event.Delivered(run.now(), link, position, id, number));
    }

    void acknowledged(Position position) {
        run.record(new Event.Acknowledged(run.now(), link, position));
    }

    void muted() {
        run.record(new Event.Muted(run.now(), link));
    }

    void deafened() {
        run.record(new Event.Deafened(run.now(), link));
    }

    void departing() {
        run.record(new Event.Departing(run.now(), link));
    }

    void goodbye(int code, long retryAfterMillis) {
        run.record(new Event.Goodbye(run.now(), link, code, retryAfterMillis));
    }

    void ended(int code) {
        if (code == VIOLATION) {
            odd("closed with 4501");
        }
        run.record(new Event.Ended(run.now(), link, code));
    }

    /** Records an observation outside of the contract. */
    void odd(String what) {
        run.counters().add(Count.ODD);
        LOG.warn("Connection {}: {}", link, what);
    }
}

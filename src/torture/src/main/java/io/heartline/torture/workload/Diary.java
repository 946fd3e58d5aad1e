package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what happens to one link, and counts it. */
final class Diary {
    private static final Logger LOG = LoggerFactory.getLogger(Diary.class);
    private static final int VIOLATION = 4501;

    private final Run run;
    private final long link;

    /** Of the next link of the run. */
    Diary(Run run) {
        this.run = run;
        run.tally().add(Count.DIALLED);
        this.link = run.tally().of(Count.DIALLED);
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
        run.tally().add(Count.WELCOMED);
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
        run.tally().add(Count.DELIVERED);
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

    /** Something that the contract does not know. */
    void odd(String what) {
        run.tally().add(Count.ODD);
        LOG.warn("Link {}: {}", link, what);
    }
}

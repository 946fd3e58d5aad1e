package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Position;

/** Writes down what happens to one link, and counts it. */
final class Diary {
    private final Run run;
    private final long link;

    /** Of the next link of the run. */
    Diary(Run run) {
        this.run = run;
        run.tally().add(Count.DIALLED);
        this.link = run.tally().of(Count.DIALLED);
    }

    long link() {
        return link;
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

    void departing() {
        run.record(new Event.Departing(run.now(), link));
    }

    void goodbye(int code, long retryAfterMillis) {
        run.record(new Event.Goodbye(run.now(), link, code, retryAfterMillis));
    }

    void ended(int code) {
        run.record(new Event.Ended(run.now(), link, code));
    }
}

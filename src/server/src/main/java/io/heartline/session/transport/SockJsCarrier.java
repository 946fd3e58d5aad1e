package io.heartline.session.transport;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits for frames of a SockJS session: it carries one, or as many as a stream should. Owned by the event
 * loop of its connection, which need not be the session's.
 */
public final class SockJsCarrier {
    /** A stream that grows for ever costs the browser memory. */
    private static final int MOST_BYTES = 128 << 10;

    /** How frames are written. */
    public enum Way {
        POLL("application/javascript; charset=UTF-8", "", "", "\n"),
        STREAM("application/javascript; charset=UTF-8", "h".repeat(2_048) + "\n", "", "\n"),
        EVENTS("text/event-stream; charset=UTF-8", "\r\n", "data: ", "\r\n\r\n");

        private final String type;
        private final String prelude;
        private final String before;
        private final String after;

        Way(String type, String prelude, String before, String after) {
            this.type = type;
            this.prelude = prelude;
            this.before = before;
            this.after = after;
        }
    }

    private final SockJsMail office;
    private final String session;
    private final HttpServerResponse response;
    private final Way way;
    private int written;
    private boolean begun;
    private boolean over;

    public SockJsCarrier(SockJsMail office, String session, HttpServerResponse response, Way way) {
        this.office = office;
        this.session = session;
        this.response = response;
        this.way = way;
    }

    /** Waits for a frame; {@code stranger} runs where there is no such session. */
    public void start(Runnable stranger) {
        office.poll(session).onComplete(frame -> onFrame(frame, stranger), failure -> finish());
    }

    private void onFrame(@Nullable String frame, Runnable stranger) {
        if (frame == null && !begun) {
            stranger.run();
        } else if (frame == null || over) {
            finish();
        } else {
            carry(frame);
        }
    }

    private void carry(String frame) {
        if (!begun) {
            begin();
        }
        String text = way.before + frame + way.after;
        written += text.length();
        boolean last = way == Way.POLL || written >= MOST_BYTES || frame.startsWith("c");
        Future<Void> taken = last ? response.end(text) : response.write(text);
        over |= last;
        taken.onComplete(
                done -> {
                    office.taken(session);
                    if (!last) {
                        start(this::finish);
                    }
                },
                failure -> office.gone(session));
    }

    private void begin() {
        begun = true;
        response.putHeader(HttpHeaders.CONTENT_TYPE, way.type).setChunked(true);
        if (!way.prelude.isEmpty()) {
            Future<Void> unused = response.write(way.prelude);
        }
    }

    /** The client hung up while it waited. */
    public void onHungUp() {
        if (!over) {
            over = true;
            office.gone(session);
        }
    }

    private void finish() {
        if (!response.ended() && !response.closed()) {
            over = true;
            Future<Void> unused = response.end();
        }
    }
}

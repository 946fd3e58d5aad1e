package io.heartline.session.transport;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The response to one poll of a SockJS client: carries one frame, or several for a streaming format. Owned by the event
 * loop of its connection, which need not be the session's.
 */
public final class SockJsResponse {
    /** The size at which a stream ends, because an endless one costs the browser memory. */
    private static final int MOST_BYTES = 128 << 10;

    /** The formats of a response. */
    public enum Format {
        POLL("application/javascript; charset=UTF-8", "", "", "\n"),
        STREAM("application/javascript; charset=UTF-8", "h".repeat(2_048) + "\n", "", "\n"),
        EVENTS("text/event-stream; charset=UTF-8", "\r\n", "data: ", "\r\n\r\n");

        private final String type;
        private final String prelude;
        private final String before;
        private final String after;

        Format(String type, String prelude, String before, String after) {
            this.type = type;
            this.prelude = prelude;
            this.before = before;
            this.after = after;
        }
    }

    private final SockJsBus bus;
    private final SockJsSession session;
    private final HttpServerResponse response;
    private final Format format;
    private int written;
    private boolean begun;
    private boolean over;

    public SockJsResponse(SockJsBus bus, SockJsSession session, HttpServerResponse response, Format format) {
        this.bus = bus;
        this.session = session;
        this.response = response;
        this.format = format;
    }

    /** Waits for a frame; runs {@code unknown} if the session is over. */
    public void start(Runnable unknown) {
        bus.poll(session).onComplete(frame -> onFrame(frame, unknown), failure -> finish());
    }

    private void onFrame(@Nullable String frame, Runnable unknown) {
        if (frame == null && !begun) {
            unknown.run();
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
        String text = format.before + frame + format.after;
        written += text.length();
        boolean last = format == Format.POLL || written >= MOST_BYTES || frame.startsWith("c");
        Future<Void> taken = last ? response.end(text) : response.write(text);
        over |= last;
        taken.onComplete(
                done -> {
                    bus.taken(session);
                    if (!last) {
                        start(this::finish);
                    }
                },
                failure -> bus.gone(session));
    }

    private void begin() {
        begun = true;
        // A proxy (nginx) must pass each frame on at once.
        response.putHeader(HttpHeaders.CONTENT_TYPE, format.type)
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        if (!format.prelude.isEmpty()) {
            Future<Void> unused = response.write(format.prelude);
        }
    }

    /** The client closed the poll while it waited. */
    public void onHungUp() {
        if (!over) {
            over = true;
            bus.gone(session);
        }
    }

    private void finish() {
        if (!response.ended() && !response.closed()) {
            over = true;
            Future<Void> unused = response.end();
        }
    }
}

package io.heartline.session.gateway;

import io.heartline.session.dialect.Route;
import io.heartline.session.transport.ByteBudget;
import io.heartline.session.transport.SockJsBus;
import io.heartline.session.transport.SockJsPolling;
import io.heartline.session.transport.SockJsResponse;
import io.heartline.session.transport.SockJsResponse.Format;
import io.heartline.session.transport.SockJsSession;
import io.heartline.session.transport.TransportContext;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Serves the polls and the texts of SockJS sessions over HTTP. A session may belong to another gateway of this process.
 * Owned by its gateway's event loop.
 */
final class SockJsRequests {
    private final TransportContext transports;
    private final Admission admission;
    private final ConnectionAcceptor acceptor;
    private final ContextInternal loop;
    private final SockJsBus bus;
    private final int mostBytes;

    SockJsRequests(
            ContextInternal loop, TransportContext transports, Admission admission, ConnectionAcceptor acceptor) {
        this.transports = transports;
        this.admission = admission;
        this.acceptor = acceptor;
        this.loop = loop;
        this.bus = new SockJsBus(loop.owner());
        this.mostBytes = 2 * transports.maxFrameBytes(); // quotes and escapes take room
    }

    /** Answers with the next frames of a session, which the first poll opens. */
    void poll(HttpServerRequest request, @Nullable Route route, String id, Format format) {
        SockJsSession session = bus.find(id);
        if (session == null) {
            open(request, route, id, format);
        } else {
            Runnable isOver = () -> open(request, route, id, format);
            admit(request, route, session, () -> answer(request, session, format, isOver));
        }
    }

    /** Admits a request to an open session, or refuses it: the id alone does not prove that it is the session's own. */
    private void admit(HttpServerRequest request, @Nullable Route route, SockJsSession session, Runnable admitted) {
        String user = session.user();
        if (!session.origin().equals(origin(request))) {
            admission.refuse(
                    request.response(),
                    new ConnectionRefusal(403, "FORBIDDEN", "Origin: a page of another origin opened this session", 0));
        } else if (route == null || user == null) {
            admitted.run();
        } else {
            admission.admitAgain(request, route, user, admitted);
        }
    }

    /**
     * The origin of the page that sent a request. Empty for a page of this host: browsers leave its origin out of some of
     * its requests.
     */
    private static String origin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String host = request.getHeader(HttpHeaders.HOST);
        if (origin == null) {
            return "";
        }
        String page = origin.toLowerCase(Locale.ROOT);
        return host != null && page.endsWith("://" + host.toLowerCase(Locale.ROOT)) ? "" : page;
    }

    private void open(HttpServerRequest request, @Nullable Route route, String id, Format format) {
        admission.admit(request, route, acceptor.connections(), client -> {
            SockJsPolling transport = new SockJsPolling(
                    transports, admission.address(request), task -> loop.runOnContext(now -> task.run()));
            SockJsSession mine = new SockJsSession(id, origin(request), client == null ? null : client.user());
            SockJsSession session = transport.open(bus, mine);
            if (session.equals(mine)) {
                transport.onOver(acceptor.countPolled());
                acceptor.accept(transport, client);
                answer(request, session, format, () -> notFound(request));
            } else {
                poll(request, route, id, format); // another poll was faster
            }
        });
    }

    private void answer(HttpServerRequest request, SockJsSession session, Format format, Runnable isOver) {
        SockJsResponse response = new SockJsResponse(bus, session, request.response(), format);
        request.response().closeHandler(closed -> response.onHungUp());
        response.start(isOver);
    }

    /** Receives texts for a session. The body of a request to a session that does not exist is not kept. */
    void send(HttpServerRequest request, @Nullable Route route, String id) {
        SockJsSession session = bus.find(id);
        if (session == null) {
            notFound(request);
            return;
        }
        admit(request, route, session, () -> receive(request, session));
    }

    /**
     * Reads texts and passes them on. Their bytes count until the session has received them, because any number of requests
     * may be sent to one session.
     */
    private void receive(HttpServerRequest request, SockJsSession session) {
        ByteBudget.Share held = transports.held().share();
        new LimitedBody(loop.owner(), request, mostBytes, held)
                .read(
                        body -> bus.texts(session, body)
                                .onComplete(answer -> held.release())
                                .onComplete(
                                        answer ->
                                                end(request, answer == null ? 404 : answer.equals("sent") ? 204 : 500),
                                        failure -> end(request, 500)),
                        refusal -> refuse(request, refusal));
    }

    /** Refuses a request that may not be complete. Its rest is not kept, and must come in time, as after every answer. */
    private void refuse(HttpServerRequest request, ConnectionRefusal refusal) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            admission.refuse(response, refusal);
        }
    }

    private static void notFound(HttpServerRequest request) {
        end(request, 404);
    }

    private static void end(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }
}

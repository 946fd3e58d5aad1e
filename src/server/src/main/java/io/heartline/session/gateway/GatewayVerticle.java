package io.heartline.session.gateway;

import io.heartline.protocol.CloseCode;
import io.heartline.session.AckBuffer;
import io.heartline.session.Arrival;
import io.heartline.session.Gateway;
import io.heartline.session.Inbound;
import io.heartline.session.Link;
import io.heartline.session.Outcomes;
import io.heartline.session.Retries;
import io.heartline.session.SendWindow;
import io.heartline.session.Session;
import io.heartline.session.SessionConfig;
import io.heartline.session.SessionMeters;
import io.heartline.session.dialect.FrameDialect;
import io.heartline.session.dialect.Route;
import io.heartline.session.transport.ConnectionMeters;
import io.heartline.session.transport.Heartbeat;
import io.heartline.session.transport.RequestDeadline;
import io.heartline.session.transport.Transport;
import io.heartline.session.transport.TransportContext;
import io.heartline.session.transport.WebSocketTransport;
import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's share of a node: accepts sockets and owns their sessions. Everything it has belongs to that event loop;
 * the public methods may be called on any thread.
 */
public final class GatewayVerticle extends VerticleBase {
    static final String PATH = "/v1/connect";
    static final String SOCKJS_PATH = "/v1/sockjs/";

    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

    /** How long, in the end, what has been written may take to reach its reader. */
    private static final long LINGER_MILLIS = 500;

    private static final Duration RETRY_SPREAD = Duration.ofSeconds(5);

    private final GatewaySetup setup;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    // Set in start(), on the event loop.
    private ContextInternal loop;
    private GatewaySetup.Rooms rooms;
    private Gateway gateway;
    private TransportContext transports;
    private SessionHub hub;
    private Admission admission;
    private SockJsEndpoint sockjs;
    private HttpServer server;
    private final Set<Handshake> lobby = new HashSet<>();
    private boolean draining;

    @SuppressWarnings("NullAway.Init")
    public GatewayVerticle(GatewaySetup setup) {
        this.setup = setup;
    }

    @Override
    public Future<?> start() {
        loop = (ContextInternal) context;
        rooms = setup.rooms().apply(context);
        gateway = gateway();
        transports = transports();
        hub = new SessionHub(gateway);
        admission = new Admission(setup.origins(), this::refusal, new Guests(rooms.authenticator()), transports.meters());
        sockjs = new SockJsEndpoint(vertx, transports, gateway.entropy(), admission, new SockJsDoor());
        server = vertx.createHttpServer(options())
                .connectionHandler(connection -> RequestDeadline.over(connection, transports))
                .requestHandler(this::onRequest);
        Gauge.builder(MeterNames.SESSIONS, hub, SessionHub::size)
                .tag("gateway", Integer.toString(setup.index()))
                .register(setup.meters());
        LoopLag lag = new LoopLag(Heartbeat.TICK_MILLIS, setup.clock(), gateway.meters());
        vertx.setPeriodic(Heartbeat.TICK_MILLIS, timer -> {
            lag.tick();
            gateway.heartbeat().tick(gateway.now());
        });
        return rooms.delivery()
                .bus()
                .listen(hub)
                .compose(heard -> rooms.delivery().census().listen(hub::holds))
                .compose(asked -> server.listen(setup.port(), setup.host()))
                .onSuccess(bound -> LOG.info("gateway {} listens on port {}", setup.index(), bound.actualPort()));
    }

    private Gateway gateway() {
        SessionConfig config = setup.config();
        Heartbeat heartbeat = new Heartbeat(setup.clock().millis());
        return new Gateway(
                setup.node(),
                setup.index(),
                config,
                rooms.store(),
                Outcomes.of(rooms.delivery().aftermath()),
                heartbeat,
                new AckBuffer(flush -> vertx.setTimer(config.ackDelay().toMillis(), timer -> flush.run())),
                new Retries(heartbeat, setup.clock(), random),
                new Inbound(vertx.eventBus(), config),
                new SessionMeters(setup.meters()),
                setup.clock(),
                random::nextLong,
                () -> UUID.randomUUID().toString());
    }

    private TransportContext transports() {
        return new TransportContext(
                gateway.heartbeat(),
                setup.clock(),
                setup.config().maxFrameBytes(),
                setup.config().stalledWithin(),
                new ConnectionMeters(setup.meters()));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setRegisterWebSocketWriteHandlers(false)
                .setMaxWebSocketFrameSize(setup.config().maxFrameBytes())
                .setMaxWebSocketMessageSize(setup.config().maxFrameBytes())
                .addWebSocketSubProtocol(Admission.SUBPROTOCOL)
                .setHttp2ClearTextEnabled(false)
                .setStrictThreadMode(true)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setAcceptBacklog(8_192);
    }

    private void onRequest(HttpServerRequest request) {
        String path = String.valueOf(request.path()); // it has none where the target is *
        Route plain = setup.routes().at(path);
        Route polled = plain == null ? setup.routes().sockjsAt(path) : null;
        if (PATH.equals(path)) {
            admission.decide(request, connections(), socket -> enter(transport("websocket", socket), null));
        } else if (plain != null) {
            admission.decide(
                    plain, request, connections(), (guest, socket) -> enter(transport("plain", socket), guest));
        } else if (polled != null || path.startsWith(SOCKJS_PATH)) {
            sockjs.handle(request, polled);
        } else {
            rooms.http().handle(request);
        }
    }

    private int connections() {
        return hub.size() + lobby.size();
    }

    private @Nullable Refusal refusal(HttpServerRequest request, int connections) {
        return draining
                ? new Refusal(503, "UNAVAILABLE", "this node is leaving", (int) RETRY_SPREAD.toSeconds())
                : setup.gate().refusal(request, connections);
    }

    /** A guest is known already; who speaks heartline.v1 has to say hello. */
    private void enter(Transport transport, @Nullable Guest guest) {
        if (guest == null) {
            Handshake handshake = new Handshake(gateway, transport, rooms.authenticator(), new Door());
            lobby.add(handshake);
            handshake.start();
        } else if (draining) {
            transport.close(CloseCode.DRAINING);
        } else {
            transport.receiver(open(guest.link(gateway, transport)));
        }
    }

    private Transport transport(String name, ServerWebSocket socket) {
        return WebSocketTransport.over(name, socket, loop, setup.config().maxFrameBytes());
    }

    private Session open(Link link) {
        SessionConfig config = gateway.config();
        Session session = new Session(link, new SendWindow(config.window(), config.windowBytes()));
        hub.add(session);
        session.start();
        return session;
    }

    private final class SockJsDoor implements SockJsEndpoint.Door {
        @Override
        public int connections() {
            return GatewayVerticle.this.connections();
        }

        @Override
        public void enter(Transport transport, @Nullable Guest guest) {
            GatewayVerticle.this.enter(transport, guest);
        }

        @Override
        public Transport socket(ServerWebSocket socket) {
            return transport("sockjs", socket);
        }
    }

    /** Where arrivals become sessions, until the gateway drains. */
    private final class Door implements Handshake.Door {
        @Override
        public boolean isOpen() {
            return !draining;
        }

        @Override
        public void left(Handshake handshake) {
            lobby.remove(handshake);
        }

        @Override
        public Transport.Receiver open(Arrival arrival, Transport transport) {
            return GatewayVerticle.this.open(
                    new Link(gateway, arrival, transport, new FrameDialect(gateway, arrival, transport)));
        }
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** How many sessions it has, those included that are just coming or going. */
    public int sessions() {
        return hub.size();
    }

    /** Lets every session make sure, soon, that its entry holds it: after membership changed, or sides merged. */
    public void audit() {
        loop.runOnContext(now -> hub.audit());
    }

    /**
     * Takes no more sessions and sends all away. It goes on listening, so that whoever comes is told to go elsewhere: the
     * verticle's end closes the listener and all connections.
     *
     * @param over how long that may take
     * @return completes when the last one has been detached
     */
    public Future<Void> drain(Duration over) {
        return onLoop(() -> {
            draining = true;
            LOG.info("gateway {} sends {} sessions away", setup.index(), hub.size());
            List.copyOf(lobby).forEach(handshake -> handshake.end(CloseCode.DRAINING, "this node is leaving"));
            return new Drain(hub, gateway, random, RETRY_SPREAD).run(over);
        });
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        return Future.future(promise -> loop.runOnContext(now -> work.get().onComplete(promise)));
    }

    @Override
    public Future<?> stop() {
        return drain(Duration.ZERO)
                .eventually(() -> server.shutdown(LINGER_MILLIS, TimeUnit.MILLISECONDS))
                .eventually(() -> rooms.delivery().close());
    }
}

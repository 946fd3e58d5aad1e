package io.heartline.session.gateway;

import io.heartline.auth.SecurityLog;
import io.heartline.session.AckBuffer;
import io.heartline.session.OutcomeListener;
import io.heartline.session.Retries;
import io.heartline.session.ServiceRequests;
import io.heartline.session.SessionConfig;
import io.heartline.session.SessionContext;
import io.heartline.session.SessionMeters;
import io.heartline.session.dialect.Route;
import io.heartline.session.transport.ByteBudget;
import io.heartline.session.transport.ConnectionMeters;
import io.heartline.session.transport.HttpPipeline;
import io.heartline.session.transport.ProxyHeader;
import io.heartline.session.transport.TimerWheel;
import io.heartline.session.transport.Transport;
import io.heartline.session.transport.TransportContext;
import io.heartline.session.transport.WebSocketTransport;
import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway of one event loop: accepts connections and owns their sessions. All its state belongs to that event loop;
 * only the public methods may be called on any thread.
 */
public final class GatewayVerticle extends VerticleBase {
    static final String PATH = "/v1/connect";
    static final String SOCKJS_PATH = "/v1/sockjs/";

    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

    /** The time at the stop for written bytes to reach their readers. */
    private static final long LINGER_MILLIS = 500;

    private static final Duration RETRY_SPREAD = Duration.ofSeconds(5);

    private final GatewayContext gateway;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    // Set in start(), on the event loop.
    private ContextInternal loop;
    private GatewayContext.Dependencies dependencies;
    private SessionContext sessions;
    private TransportContext transports;
    private SessionHub hub;
    private OpenConnections connections;
    private ConnectionAcceptor acceptor;
    private Admission admission;
    private SockJsEndpoint sockjs;
    private HttpServer server;

    /** Read by the watchdog of the node. */
    private final AtomicLong turns = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    public GatewayVerticle(GatewayContext gateway) {
        this.gateway = gateway;
    }

    @Override
    public Future<?> start() {
        loop = (ContextInternal) context;
        dependencies = gateway.dependencies().apply(context);
        sessions = sessionContext();
        transports = transportContext();
        hub = new SessionHub(sessions);
        connections = new OpenConnections(gateway.limit());
        acceptor = new ConnectionAcceptor(sessions, hub, dependencies.authenticator(), connections);
        admission = new Admission(
                gateway.origins(),
                this::refusal,
                new PlainAuthenticator(dependencies.authenticator()),
                new RefusalRecorder(transports.meters(), gateway.refusals()),
                sessions.security(),
                gateway.proxies());
        sockjs = new SockJsEndpoint(loop, transports, admission, acceptor);
        HttpServerOptions options = ListenerTls.secured(options(), gateway.certificate());
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> onConnection(connection, options))
                .invalidRequestHandler(this::onMalformed)
                .requestHandler(this::onRequest);
        Gauge.builder(MeterNames.SESSIONS, hub, SessionHub::size)
                .tag("gateway", Integer.toString(gateway.index()))
                .register(gateway.meters());
        Gauge.builder(MeterNames.STRANGERS_BYTES, transports.held(), ByteBudget::held)
                .tag("gateway", Integer.toString(gateway.index()))
                .register(gateway.meters());
        Gauge.builder(MeterNames.UNFINISHED_BYTES, transports.unfinished(), ByteBudget::held)
                .tag("gateway", Integer.toString(gateway.index()))
                .register(gateway.meters());
        LoopLag lag = new LoopLag(TimerWheel.TICK_MILLIS, gateway.clock(), sessions.meters());
        vertx.setPeriodic(TimerWheel.TICK_MILLIS, timer -> {
            turns.incrementAndGet();
            lag.tick();
            sessions.timers().tick(sessions.now());
        });
        return dependencies
                .delivery()
                .bus()
                .listen(hub)
                .compose(heard -> dependencies.delivery().heldSessions().listen(hub::holds))
                .compose(asked -> server.listen(gateway.port(), gateway.host()))
                .onSuccess(bound -> LOG.info("gateway {} listens on port {}", gateway.index(), bound.actualPort()));
    }

    private SessionContext sessionContext() {
        SessionConfig config = gateway.config();
        TimerWheel timers = new TimerWheel(gateway.clock().millis());
        return new SessionContext(
                gateway.node(),
                gateway.index(),
                config,
                dependencies.store(),
                OutcomeListener.of(dependencies.delivery().effects()),
                timers,
                new AckBuffer(flush -> vertx.setTimer(config.ackDelay().toMillis(), timer -> flush.run())),
                new Retries(timers, gateway.clock(), random),
                new ServiceRequests(vertx.eventBus(), config),
                new SessionMeters(gateway.meters()),
                new SecurityLog(gateway.meters(), gateway.clock()),
                gateway.clock(),
                random::nextLong,
                () -> UUID.randomUUID().toString());
    }

    private TransportContext transportContext() {
        return new TransportContext(
                sessions.timers(),
                gateway.clock(),
                gateway.config().maxFrameBytes(),
                gateway.config().stalledWithin(),
                new ConnectionMeters(gateway.meters()),
                new ByteBudget(gateway.limit().mostBytes()),
                new ByteBudget(2 * gateway.limit().mostBytes())); // at least half is left for sessions
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(gateway.http().maxLineBytes())
                .setMaxHeaderSize(gateway.http().maxHeaderBytes())
                .setCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setRegisterWebSocketWriteHandlers(false)
                .setMaxWebSocketFrameSize(gateway.config().maxFrameBytes())
                .setMaxWebSocketMessageSize(gateway.config().maxFrameBytes())
                .addWebSocketSubProtocol(OpeningRules.SUBPROTOCOL)
                .setHttp2ClearTextEnabled(false)
                .setStrictThreadMode(true)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setAcceptBacklog(8_192);
    }

    /** Shows another certificate to connections that come from now on, at all gateways that share the port. */
    public Future<Boolean> certificate(PemKeyCertOptions certificate) {
        return onLoop(() -> server.updateSSLOptions(ListenerTls.of(certificate)));
    }

    /** With TLS, the connection has shaken hands already: a header before that could not be read here. */
    private void onConnection(HttpConnection connection, HttpServerOptions options) {
        if (gateway.certificate() == null) {
            ProxyHeader.expect(connection, gateway.proxies()::trusts);
        }
        connections.add(connection, HttpPipeline.arrange(connection, options, transports));
    }

    private void onMalformed(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        RefusalAnswer.write(request.response(), MalformedRequests.refusal(request, gateway.http()));
        var unused = request.connection().close();
    }

    private void onRequest(HttpServerRequest request) {
        connections.onRequest(request);
        ConnectionRefusal otherHost = gateway.http().hosts().refusal(request);
        if (otherHost != null) {
            admission.refuse(request.response(), otherHost);
            return;
        }
        String path = String.valueOf(request.path()); // null if the request target is *
        Route plain = gateway.routes().at(path);
        Route polled = plain == null ? gateway.routes().sockjsAt(path) : null;
        int others = acceptor.connections();
        if (PATH.equals(path)) {
            String address = admission.address(request);
            admission.decide(request, others, socket -> acceptor.accept(transport("websocket", address, socket), null));
        } else if (plain != null) {
            String address = admission.address(request);
            admission.decide(
                    plain,
                    request,
                    others,
                    (client, socket) -> acceptor.accept(transport("plain", address, socket), client));
        } else if (polled != null || path.startsWith(SOCKJS_PATH)) {
            sockjs.handle(request, polled);
        } else {
            admission.passOn(request, path);
            dependencies.http().handle(request);
        }
    }

    private Transport transport(String name, String address, ServerWebSocket socket) {
        return WebSocketTransport.over(name, address, socket, loop, transports);
    }

    private @Nullable ConnectionRefusal refusal(HttpServerRequest request, int others) {
        if (acceptor.isDraining()) {
            return new ConnectionRefusal(503, "UNAVAILABLE", "this node is leaving", (int) RETRY_SPREAD.toSeconds());
        }
        ConnectionRefusal full = gateway.limit().refusal(request, others);
        return full == null ? connections.rate(request) : full;
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** The number of sessions, including those that are attaching or detaching. */
    public int sessions() {
        return hub.size();
    }

    /** A number that rises as long as the event loop runs its timers. */
    public long turns() {
        return turns.get();
    }

    /** Lets every session verify soon that its entry holds it: after the membership changed, or a split was merged. */
    public void audit() {
        loop.runOnContext(now -> hub.audit());
    }

    /**
     * Accepts no more sessions and disconnects all. The gateway goes on listening, to refuse new connections; the stop
     * of the verticle closes the listener and all connections.
     *
     * @param over the time to spread the disconnects over
     * @return completes when the last session is detached
     */
    public Future<Void> drain(Duration over) {
        return onLoop(() -> {
            LOG.info("gateway {} sends {} sessions away", gateway.index(), hub.size());
            acceptor.drain();
            return new Drain(hub, sessions, random, RETRY_SPREAD).run(over);
        });
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        return Future.future(promise -> loop.runOnContext(now -> work.get().onComplete(promise)));
    }

    @Override
    public Future<?> stop() {
        return drain(Duration.ZERO)
                .eventually(() -> server.shutdown(LINGER_MILLIS, TimeUnit.MILLISECONDS))
                .eventually(() -> dependencies.delivery().close());
    }
}

package io.heartline.cli.bench;

import io.heartline.cli.bench.Probe.Reading;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One run: connects, rests, pushes, and prints the resources used. Owned by one event loop. */
public final class Bench {
    private static final int OPENING_AT_ONCE = 100;
    /** The time limit for the last message after the last push. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration ACKS_WITHIN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Load load;
    private final BenchReport report;
    private final WebSocketClient sockets; // kept here: an unreferenced client is cleaned up, and its sockets with it
    private final HttpClient http;
    private final Probe probe;
    private final Tally tally = new Tally();
    private final List<LoadSession> sessions = new ArrayList<>();
    private long refused;
    private long begun;

    /**
     * The load of one run.
     *
     * @param publishTo the node that is pushed to
     * @param connectTo the nodes that the sessions connect to, in turn
     * @param sessions the number of sessions, each of its own user
     * @param rest the idle time after connecting
     * @param messages the total number of pushes
     * @param batch the number of pushes in a batch
     * @param batches the number of concurrent batches
     * @param pids processes of nodes on this machine, to be collected before their heap is read
     * @param credentials the API key and the tokens, for nodes with authentication
     */
    public record Load(
            String publishTo,
            List<String> connectTo,
            int sessions,
            Duration rest,
            long messages,
            int batch,
            int batches,
            int bodyBytes,
            List<Long> pids,
            Credentials credentials) {}

    /** A run that prints its figures as text or, if {@code json} is true, as one JSON object. */
    public Bench(Vertx vertx, Load load, PrintWriter out, boolean json) {
        this.vertx = vertx;
        this.load = load;
        this.report = new BenchReport(load, tally, out, json);
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(load.sessions() + 1)
                .setTryUsePerMessageCompression(false));
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(load.batches() + 4));
        List<String> nodes = new ArrayList<>(load.connectTo());
        if (!nodes.contains(load.publishTo())) {
            nodes.add(load.publishTo());
        }
        this.probe = new Probe(http, load.credentials(), nodes);
    }

    /**
     * Runs it on the current event loop; completes with true if every push was stored and every message received in order.
     */
    public Future<Boolean> run() {
        return collected()
                .compose(cold -> {
                    long start = System.nanoTime();
                    return connect().compose(online -> collected()).compose(connected -> {
                        report.connected(connected.since(cold), seconds(start));
                        return rest(connected);
                    });
                })
                .compose(rested -> push(rested))
                .eventually(this::close);
    }

    /** A reading after a garbage collection, if the JVM can be asked for one. */
    private Future<Reading> collected() {
        return vertx.executeBlocking(() -> {
                    for (long pid : load.pids()) {
                        collect(pid);
                    }
                    return null;
                })
                .compose(done -> probe.read());
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("jcmd could not have process " + pid + " collected");
        }
    }

    private Future<Void> connect() {
        Promise<Void> done = Promise.promise();
        for (int i = 0; i < Math.min(OPENING_AT_ONCE, load.sessions()); i++) {
            openNext(done);
        }
        return done.future();
    }

    private void openNext(Promise<Void> done) {
        if (begun >= load.sessions()) {
            return;
        }
        long n = begun++;
        WebSocketConnectOptions node =
                options(load.connectTo().get((int) (n % load.connectTo().size())));
        JsonObject who = load.credentials().hello((int) n);
        LoadSession.open(vertx, sockets, node, who, tally).onComplete(opened -> {
            if (opened.failed()) {
                done.tryFail(opened.cause());
                return;
            }
            sessions.add(opened.result());
            if (sessions.size() == load.sessions()) {
                done.tryComplete();
            }
            openNext(done);
        });
    }

    private static WebSocketConnectOptions options(String node) {
        URI uri = URI.create(node);
        boolean tls = "https".equals(uri.getScheme());
        int usual = tls ? 443 : 80;
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort() < 0 ? usual : uri.getPort())
                .setURI("/v1/connect");
        return tls ? options.setSsl(true).setSslOptions(new ClientSSLOptions()) : options;
    }

    private Future<Reading> rest(Reading before) {
        if (load.rest().isZero()) {
            return Future.succeededFuture(before);
        }
        return vertx.timer(load.rest().toMillis())
                .compose(due -> probe.read())
                .onSuccess(after -> report.idle(after.since(before)));
    }

    private Future<Boolean> push(Reading before) {
        long start = System.nanoTime();
        BatchPublisher publisher = new BatchPublisher(http, load);
        Future<Void> received = tally.awaitReceived(load.messages());
        List<Future<Void>> lanes = new ArrayList<>();
        long[] left = {load.messages()};
        for (int i = 0; i < load.batches(); i++) {
            lanes.add(publish(publisher, left));
        }
        return Future.all(lanes)
                .compose(published -> received.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .otherwiseEmpty())
                .compose(all -> {
                    double seconds = seconds(start);
                    return probe.read().compose(after -> pending().map(pending -> {
                        report.pushed(after.since(before), seconds, refused, pending);
                        return isComplete(pending);
                    }));
                });
    }

    private Future<Void> publish(BatchPublisher publisher, long[] left) {
        int size = (int) Math.min(load.batch(), left[0]);
        if (size == 0) {
            return Future.succeededFuture();
        }
        left[0] -= size;
        return publisher.publish(size).compose(notStored -> {
            refused += notStored;
            return publish(publisher, left);
        });
    }

    private boolean isComplete(long pending) {
        return tally.received == load.messages() && tally.outOfOrder == 0 && refused == 0 && pending == 0;
    }

    /** The number of messages that the mailboxes still owe, after a pause for the last acknowledgements. */
    private Future<Long> pending() {
        return vertx.timer(ACKS_WITHIN.toMillis()).compose(due -> pendingFrom(0, 0));
    }

    private Future<Long> pendingFrom(int user, long sum) {
        if (user >= load.sessions()) {
            return Future.succeededFuture(sum);
        }
        List<Future<Long>> some = IntStream.range(user, Math.min(user + load.batches(), load.sessions()))
                .mapToObj(
                        n -> probe.pending(load.publishTo(), load.credentials().user(n)))
                .toList();
        return Future.all(some)
                .compose(all -> pendingFrom(
                        user + some.size(),
                        sum + some.stream().mapToLong(Future::result).sum()));
    }

    private Future<Void> close() {
        sessions.forEach(LoadSession::close);
        return sockets.close().eventually(http::close);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}

package io.heartline.cli;

import io.heartline.cli.HeartlineCommand.Checked;
import io.heartline.cli.bench.Bench;
import io.heartline.cli.bench.Credentials;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Load and latency against a running cluster. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Put load on a running cluster and print what it took: connect many sessions to --connect-to, leave"
                        + " them idle for a while, push through --url, and count what is acknowledged.",
        footer = {
            "",
            "Examples, against 'heartline demo':",
            "  heartline bench --sessions 10000 --messages 10000     a push to each of 10,000 idle sessions",
            "  heartline bench --connect-to http://127.0.0.1:8081    throughput from one node to another",
            "With authentication:  --api-key KEY, of the scopes push and read, and --jwt-secret or --tokens",
            "Figures are of the nodes' processes alone, as /metrics tells them; the first run warms them up."
        })
final class BenchCommand implements Callable<Integer>, Checked {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "the node to push to (default: ${DEFAULT-VALUE})")
    String url = "";

    @Option(names = "--connect-to", split = ",", description = "the nodes to connect to (default: the one pushed to)")
    @Nullable
    List<String> connectTo;

    @Option(
            names = "--sessions",
            defaultValue = "1000",
            description = "how many sessions, each its own user (default: ${DEFAULT-VALUE})")
    int sessions;

    @Option(
            names = "--idle-millis",
            defaultValue = "0",
            description = "how long to leave them idle first (default: ${DEFAULT-VALUE})")
    long idleMillis;

    @Option(
            names = "--messages",
            defaultValue = "200000",
            description = "how many messages in all (default: ${DEFAULT-VALUE})")
    long messages;

    @Option(names = "--batch", defaultValue = "500", description = "pushes a batch (default: ${DEFAULT-VALUE})")
    int batch;

    @Option(names = "--batches", defaultValue = "4", description = "batches at once (default: ${DEFAULT-VALUE})")
    int batches;

    @Option(
            names = "--body-bytes",
            defaultValue = "100",
            description = "bytes of each body (default: ${DEFAULT-VALUE})")
    int bodyBytes;

    @Option(
            names = "--pids",
            split = ",",
            paramLabel = "PID",
            description = "nodes on this machine, to tell the heap they hold for each session")
    List<Long> pids = List.of();

    @Option(names = "--api-key", description = "API key with the scopes 'push' and 'read', if authentication is on")
    @Nullable
    String apiKey;

    @Option(
            names = "--jwt-secret",
            description = "secret with which it signs a token for each session (HS256); better by environment or file")
    @Nullable
    String jwtSecret;

    @Option(names = "--jwt-audience", description = "the aud of these tokens")
    @Nullable
    String jwtAudience;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "ready tokens of any algorithm, one a line, at least one for each session")
    @Nullable
    Path tokens;

    @Option(names = "--json", description = "print the figures as one JSON object")
    boolean json;

    /** The API key and the tokens, read when faults are checked. */
    private Credentials credentials = Credentials.NONE;

    @Option(names = "--config", description = "YAML file with options")
    @Nullable
    String config;

    @Override
    public List<String> faults() {
        Faults faults = new Faults();
        faults.atLeastOne("sessions", sessions);
        faults.atLeastOne("messages", messages);
        faults.atLeastOne("batch", batch);
        faults.atLeastOne("batches", batches);
        faults.within("idle-millis", idleMillis, 0, Long.MAX_VALUE);
        faults.within("body-bytes", bodyBytes, 50, 65_536);
        PushCommand.faultsOf(url).forEach(faults::add);
        if (connectTo != null) {
            connectTo.stream()
                    .flatMap(node -> PushCommand.faultsOf(node).stream())
                    .forEach(fault -> faults.add("connect-to: " + fault));
        }
        if (jwtSecret != null && tokens != null) {
            faults.add("tokens: can't be given together with jwt-secret");
        }
        credentials = credentials(faults);
        return faults.all();
    }

    private Credentials credentials(Faults faults) {
        Credentials known = Credentials.NONE.withApiKey(apiKey);
        if (tokens == null) {
            return jwtSecret == null ? known : known.withSecret(jwtSecret, jwtAudience);
        }
        try {
            List<String> lines = Files.readString(tokens)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.size() < sessions) {
                faults.add("tokens: " + tokens + " has " + lines.size() + " tokens for " + sessions + " sessions");
            }
            return known.withTokens(lines);
        } catch (IOException e) {
            faults.add("tokens: can't read " + tokens + ": " + e);
        } catch (IllegalArgumentException e) {
            faults.add("tokens: " + tokens + ": " + e.getMessage());
        }
        return known;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            boolean sound = run(vertx, out).await();
            return sound ? HeartlineCommand.DONE : HeartlineCommand.FAILED;
        } finally {
            vertx.close().await();
        }
    }

    private Future<Boolean> run(Vertx vertx, PrintWriter out) {
        Bench.Load load = new Bench.Load(
                url,
                connectTo == null ? List.of(url) : connectTo,
                sessions,
                Duration.ofMillis(idleMillis),
                messages,
                batch,
                batches,
                bodyBytes,
                pids,
                credentials);
        Promise<Boolean> sound = Promise.promise();
        vertx.runOnContext(start -> new Bench(vertx, load, out, json).run().onComplete(sound));
        return sound.future();
    }
}

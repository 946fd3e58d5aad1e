package io.heartline.cli;

import io.heartline.cli.HeartlineCommand.Checked;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Queries the health of a node, for images that have no other HTTP client. It is run every few seconds, so it uses the
 * lightest client that the JDK has.
 */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = "Ask a node how it is; ends with 0 if well, with 1 if not.",
        footer = {"", "Example:  heartline health copied --patience-millis 30000"})
final class HealthCommand implements Callable<Integer>, Checked {
    private static final int LONGEST_ANSWER_MILLIS = 4_000;
    private static final long PAUSE_MILLIS = 500;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "ready",
            paramLabel = "live|ready|copied",
            description =
                    "whether it runs, wants traffic, or all is copied as often as it can be (default: ${DEFAULT-VALUE})")
    String what = "";

    @Option(names = "--url", description = "the node (default: the one on this machine at --port)")
    @Nullable
    String url;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "the port of a node on this machine (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--patience-millis",
            defaultValue = "0",
            description = "ask again for so long until it is well (default: ${DEFAULT-VALUE})")
    long patienceMillis;

    @Option(names = "--json", description = "print a JSON object also if no node answers")
    boolean json;

    private record Answer(boolean well, String text) {}

    @Override
    public List<String> faults() {
        return List.of("live", "ready", "copied").contains(what)
                ? PushCommand.faultsOf(url())
                : List.of("health: '" + what + "' is none of live, ready and copied");
    }

    private String url() {
        return url == null ? NodeTls.scheme("http://127.0.0.1:" + port, System.getenv("HEARTLINE_TLS_CERT")) : url;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI asked = URI.create(url().replaceFirst("/+$", "") + "/health/" + what);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        Answer answer = ask(asked);
        while (!answer.well() && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
            answer = ask(asked);
        }
        (answer.well() || json
                        ? spec.commandLine().getOut()
                        : spec.commandLine().getErr())
                .println(answer.text());
        return answer.well() ? HeartlineCommand.DONE : HeartlineCommand.FAILED;
    }

    private Answer ask(URI url) {
        try {
            HttpURLConnection connection = NodeTls.open(url);
            connection.setConnectTimeout(LONGEST_ANSWER_MILLIS);
            connection.setReadTimeout(LONGEST_ANSWER_MILLIS);
            boolean well = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            try (InputStream body = well ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(
                        well, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            String why = "no node answers at " + url + ": " + e.getMessage();
            return new Answer(false, json ? new JsonObject().put("error", why).encode() : why);
        }
    }
}

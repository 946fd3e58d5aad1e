package io.heartline.cli;

import io.heartline.cli.HeartlineCommand.Checked;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pushes one message and prints the answer. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = "Push a message to a user and print what became of it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stored; with --wait acked, acknowledged",
            "1:refused, or no node answers",
            "2:the command line is invalid",
            "3:with --wait acked: stored, and not acknowledged in time"
        },
        footer = {
            "",
            "Examples:  heartline push alice '{\"hello\":\"world\"}' --wait acked",
            "           heartline push alice '\"a text\"'    JSON has quotes of its own"
        })
final class PushCommand implements Callable<Integer>, Checked {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "USER", description = "who is to get it")
    String user = "";

    @Parameters(index = "1", paramLabel = "BODY", description = "any JSON value; - reads it from standard input")
    String body = "";

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "a node (default: ${DEFAULT-VALUE})")
    String url = "";

    @Option(names = "--api-key", description = "API key with the scope 'push', where authentication is on")
    @Nullable
    String apiKey;

    @Option(names = "--id", description = "the message's id: repeating a push with the same id stores it once")
    @Nullable
    String id;

    @Option(
            names = "--mode",
            defaultValue = "acked",
            description =
                    "acked: kept until acknowledged; transient: only for who is there (default: ${DEFAULT-VALUE})")
    String mode = "";

    @Option(
            names = "--wait",
            defaultValue = "stored",
            description = "answer when it is stored, or when a device has acked it (default: ${DEFAULT-VALUE})")
    String await = "";

    @Option(
            names = "--wait-millis",
            defaultValue = "5000",
            description = "how long to wait for acked (default: ${DEFAULT-VALUE})")
    long waitMillis;

    @Option(names = "--ttl-millis", description = "time to live (default: seven days)")
    @Nullable
    Long ttlMillis;

    @Option(names = "--config", description = "YAML file with options")
    @Nullable
    String config;

    @Override
    public List<String> faults() {
        return faultsOf(url);
    }

    /** The fault in an address of a node. */
    static List<String> faultsOf(String url) {
        List<String> faults = new ArrayList<>();
        try {
            URI target = URI.create(url);
            if (target.getHost() == null
                    || !("http".equals(target.getScheme()) || "https".equals(target.getScheme()))) {
                faults.add("url: '" + url + "' is not an http or https address");
            }
        } catch (IllegalArgumentException e) {
            faults.add("url: " + e.getMessage());
        }
        return faults;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String json = body.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : body;
        requireJson(json);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.replaceFirst("/+$", "") + "/v1/push"))
                .timeout(Duration.ofMillis(waitMillis).plusSeconds(15))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request(json), StandardCharsets.UTF_8));
        if (apiKey != null) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean done = answer.statusCode() < 300;
            (done ? spec.commandLine().getOut() : spec.commandLine().getErr()).println(answer.body());
            return done ? outcome(answer.statusCode()) : HeartlineCommand.FAILED;
        } catch (ConnectException e) {
            throw new IOException("no node answers at " + url, e);
        }
    }

    /** The exit code after a push that was accepted: 200 says that a device has acknowledged it, 202 that none has. */
    private int outcome(int status) {
        if (!await.equals("acked") || status == 200) {
            return HeartlineCommand.DONE;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("heartline: it is stored, but no device has acknowledged it within " + waitMillis + " ms");
        err.flush();
        return HeartlineCommand.NOT_ACKNOWLEDGED;
    }

    /** Explains how to quote a body that is not JSON, since a shell takes away one level of quotes. */
    private void requireJson(String json) {
        try {
            var unused = Json.decodeValue(json);
        } catch (DecodeException e) {
            if (body.equals("-")) {
                throw new UsageException(List.of("BODY: standard input is not JSON: " + e.getMessage()));
            }
            String push = "heartline push " + (user.matches("[\\w.:@-]+") ? user : quoted(user)) + " ";
            String why = "BODY: " + body + " is not JSON. ";
            throw new UsageException(List.of(
                    body.matches("\\s*[\\[{].*")
                            ? why + "Put it into single quotes, so that the shell leaves the double quotes in it: "
                                    + push + "'{\"hello\":\"world\"}'"
                            : why + "A text has quotes of its own: " + push + quoted(Json.encode(body))));
        }
    }

    /** A text in single quotes, as a shell reads it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** The request with the unchanged body, spaces included. */
    private String request(String json) {
        StringBuilder request = new StringBuilder("{\"user\":").append(Json.encode(user));
        request.append(",\"mode\":")
                .append(Json.encode(mode))
                .append(",\"wait\":")
                .append(Json.encode(await));
        if (await.equals("acked")) {
            request.append(",\"waitMillis\":").append(waitMillis);
        }
        if (id != null) {
            request.append(",\"id\":").append(Json.encode(id));
        }
        if (ttlMillis != null) {
            request.append(",\"ttlMillis\":").append(ttlMillis);
        }
        return request.append(",\"body\":").append(json).append('}').toString();
    }
}

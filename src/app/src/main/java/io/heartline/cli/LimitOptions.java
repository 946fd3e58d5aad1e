package io.heartline.cli;

import io.heartline.api.ApiConfig;
import io.heartline.delivery.DeliveryConfig;
import io.heartline.session.SessionConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that limit amounts and times. */
final class LimitOptions {
    @Option(
            names = "--heartbeat-millis",
            defaultValue = "25000",
            description = "silence after which a client is pinged (default: ${DEFAULT-VALUE})")
    long heartbeatMillis;

    @Option(
            names = "--ack-within-millis",
            defaultValue = "60000",
            description = "how long an acknowledgement may be owed (default: ${DEFAULT-VALUE})")
    long ackWithinMillis;

    @Option(
            names = "--audit-every-millis",
            defaultValue = "60000",
            description = "quiet after which a session makes sure that it missed nothing (default: ${DEFAULT-VALUE})")
    long auditEveryMillis;

    @Option(
            names = "--keep-millis",
            defaultValue = "300000",
            description =
                    "how long a device is kept after it disconnects, where it does not say (default: ${DEFAULT-VALUE})")
    long keepMillis;

    @Option(
            names = "--keep-at-most-millis",
            defaultValue = "2592000000",
            description = "and whatever it says (default: ${DEFAULT-VALUE})")
    long keepAtMostMillis;

    @Option(
            names = "--window",
            defaultValue = "128",
            description = "messages sent and unacknowledged at most (default: ${DEFAULT-VALUE})")
    int window;

    @Option(
            names = "--mailbox-messages",
            defaultValue = "1000",
            description = "messages a mailbox holds at most (default: ${DEFAULT-VALUE})")
    int mailboxMessages;

    @Option(
            names = "--mailbox-bytes",
            defaultValue = "1048576",
            description = "bytes of bodies a mailbox holds at most (default: ${DEFAULT-VALUE})")
    long mailboxBytes;

    @Option(
            names = "--max-body-bytes",
            defaultValue = "65536",
            description = "bytes of a pushed body at most (default: ${DEFAULT-VALUE})")
    int maxBodyBytes;

    @Option(
            names = "--publish-rate",
            defaultValue = "0",
            description = "pushes a second for each publisher and gateway; 0: no limit (default: ${DEFAULT-VALUE})")
    int publishRate;

    @Option(
            names = "--publish-burst",
            defaultValue = "1000",
            description = "pushes at once after a rest (default: ${DEFAULT-VALUE})")
    int publishBurst;

    @Option(names = "--inbound", split = ",", paramLabel = "ADDRESS", description = "services that clients may send to")
    List<String> inbound = List.of();

    @Option(
            names = "--cors-origins",
            split = ",",
            paramLabel = "ORIGIN",
            description = "origins whose pages may call the HTTP API")
    List<String> corsOrigins = List.of();

    @Option(names = "--home", paramLabel = "URL", description = "the page that / leads to (default: none)")
    @Nullable
    String home;

    SessionConfig session() {
        SessionConfig standard = SessionConfig.DEFAULT;
        Duration ackWithin = Duration.ofMillis(ackWithinMillis);
        return new SessionConfig(
                Duration.ofMillis(heartbeatMillis),
                ackWithin,
                shorter(standard.stalledWithin(), ackWithin),
                window,
                standard.windowBytes(),
                Duration.ofMillis(keepMillis),
                Duration.ofMillis(keepAtMostMillis),
                standard.helloWithin(),
                standard.maxFrameBytes(),
                Duration.ofMillis(auditEveryMillis),
                standard.ackDelay(),
                Set.copyOf(inbound));
    }

    /** The shorter duration: a full socket times out no later than a client that acknowledges nothing. */
    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    DeliveryConfig delivery() {
        DeliveryConfig standard = DeliveryConfig.DEFAULT;
        return new DeliveryConfig(mailboxMessages, mailboxBytes, standard.maxWaiters(), standard.window());
    }

    ApiConfig api() {
        return new ApiConfig(
                maxBodyBytes, ApiConfig.DEFAULT.batchInFlight(), publishRate, publishBurst, corsOrigins, home);
    }
}

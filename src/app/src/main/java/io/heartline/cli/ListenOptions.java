package io.heartline.cli;

import io.heartline.auth.TrustedProxies;
import io.heartline.node.ListenerCertificate;
import io.heartline.node.NodeConfig;
import io.heartline.node.SessionLimit;
import io.heartline.trust.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the listener of clients and publishers, and for leaving. */
final class ListenOptions {
    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    String host = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "port for WebSocket and HTTP (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "certificate (PEM) to show, so that the port speaks TLS only; read again when it changes")
    @Nullable
    Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "private key of --tls-cert (PEM, no passphrase)")
    @Nullable
    Path tlsKey;

    @Option(
            names = "--gateways",
            defaultValue = "0",
            description = "event loops that hold sockets; 0: one a core (default: ${DEFAULT-VALUE})")
    int gateways;

    @Option(
            names = "--max-sessions",
            description =
                    "connections of any kind at most; more get 503 (default: one for each 16 KiB of the heap, as far as"
                            + " open files allow)")
    @Nullable
    Integer maxSessions;

    @Option(
            names = "--grace-millis",
            defaultValue = "30000",
            description = "how long leaving may take if the other nodes have room (default: ${DEFAULT-VALUE})")
    long graceMillis;

    @Option(
            names = "--connect-rate",
            defaultValue = "0",
            description = "connections of any kind a second from one address to each gateway; 0: no limit (default:"
                    + " ${DEFAULT-VALUE})")
    int connectRate;

    @Option(
            names = "--proxies",
            split = ",",
            paramLabel = "ADDRESS",
            description = "addresses or CIDR blocks of proxies whose X-Forwarded-For or PROXY protocol is believed")
    List<String> proxies = List.of();

    @Option(
            names = "--max-header-bytes",
            defaultValue = "32768",
            description =
                    "bytes of a request's headers at most; half of it for its first line (default: ${DEFAULT-VALUE})")
    int maxHeaderBytes;

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            description = "YAML file of paths for WebSocket clients that do not speak heartline.v1")
    @Nullable
    Path routes;

    NodeConfig.Front front(@Nullable ListenerCertificate certificate) {
        return new NodeConfig.Front(certificate, TrustedProxies.of(proxies));
    }

    /** Reads and checks the certificate; null if none is given. */
    @Nullable
    ListenerCertificate certificate() {
        if (tlsCert == null && tlsKey == null) {
            return null;
        }
        if (tlsCert == null || tlsKey == null) {
            throw new IllegalArgumentException(tlsCert == null ? "tls-key: needs tls-cert" : "tls-cert: needs tls-key");
        }
        return ListenerCertificate.read(CertificateFiles.of("tls-cert", tlsCert, "tls-key", tlsKey));
    }

    NodeConfig.Listening listening() {
        int loops = gateways == 0 ? Math.max(2, Runtime.getRuntime().availableProcessors()) : gateways;
        return new NodeConfig.Listening(
                host, port, loops, sessions(), connectRate, maxHeaderBytes, Duration.ofMillis(graceMillis));
    }

    private SessionLimit sessions() {
        return maxSessions != null
                ? SessionLimit.of(maxSessions)
                : SessionLimit.ofHeap(Runtime.getRuntime().maxMemory());
    }
}

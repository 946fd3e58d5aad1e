package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.trust.BusIdentity;
import io.heartline.trust.ClusterSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The options by which the processes of a cluster trust each other. */
class ClusterTrustTest {
    private static final List<String> JWT = List.of("--auth=jwt", "--jwt-secret=0123456789abcdef0123456789abcdef");

    @TempDir
    Path folder;

    private Path secret;

    @BeforeEach
    void write() throws IOException {
        secret = Files.write(folder.resolve("secret"), new byte[32]);
    }

    private static ServeCommand serve(List<String> more, String... options) {
        List<String> args = new ArrayList<>(more);
        args.addAll(List.of(options));
        ServeCommand serve = new ServeCommand();
        new CommandLine(serve).parseArgs(args.toArray(String[]::new));
        return serve;
    }

    private static List<String> faults(String... options) {
        return serve(List.of(), options).faults();
    }

    private static boolean warns(ServeCommand serve) {
        assertThat(serve.faults()).isEmpty();
        return serve.isClusterOpen();
    }

    @Test
    void aClusterThatANetworkReachesWithoutASecretIsWarnedOf() {
        ServeCommand open = serve(JWT, "--cluster-host=10.0.0.1");

        assertThat(warns(open)).isTrue();
        assertThat(open.cluster.warning())
                .contains("No --cluster-secret is given", "10.0.0.1:5701", "10.0.0.1:15701", "can join this cluster");
        assertThat(warns(serve(JWT, "--cluster-host=10.0.0.1", "--cluster-secret=" + secret)))
                .isFalse();
        assertThat(warns(serve(JWT, "--cluster-host=127.0.0.1"))).isFalse();
        assertThat(warns(serve(List.of("--auth=none"), "--cluster-host=10.0.0.1")))
                .isFalse();
    }

    @Test
    void aSecretThatCannotBeUsedIsAFault() throws IOException {
        Files.write(secret, new byte[31]);

        assertThat(faults("--cluster-secret=" + secret))
                .containsExactly("cluster-secret: " + secret + " must have 32 to 65536 bytes, but has 31");
        assertThat(faults("--cluster-secret=" + folder.resolve("none")))
                .containsExactly("cluster-secret: " + folder.resolve("none") + " does not exist");
    }

    @Test
    void theFilesOfTheBusGoTogetherAndAreChecked() throws IOException {
        BusIdentity identity = ClusterSecret.of(new byte[32]).busIdentity("heartline");
        Path certificate = Files.writeString(folder.resolve("cert.pem"), identity.certificate());
        Path key = Files.writeString(folder.resolve("key.pem"), identity.key());
        Path authority = Files.writeString(folder.resolve("ca.pem"), identity.authority());
        String[] all = {"--bus-tls-cert=" + certificate, "--bus-tls-key=" + key, "--bus-tls-ca=" + authority};

        assertThat(faults(all)).isEmpty();
        assertThat(faults(all[0], all[1]))
                .containsExactly("bus-tls-cert: bus-tls-cert, bus-tls-key and bus-tls-ca go together");
        Files.writeString(
                authority,
                ClusterSecret.of("another secret of the same length".getBytes(StandardCharsets.US_ASCII))
                        .busIdentity("heartline")
                        .authority());
        assertThat(faults(all)).singleElement().asString().startsWith("bus-tls-cert: " + certificate);
        Files.writeString(authority, "nothing");
        assertThat(faults(all)).containsExactly("bus-tls-ca: " + authority + " has no certificate that can be read");
    }
}

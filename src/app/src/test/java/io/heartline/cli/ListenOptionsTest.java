package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.trust.BusIdentity;
import io.heartline.trust.ClusterSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The options of the port that are files or addresses. */
class ListenOptionsTest {
    @TempDir
    Path folder;

    private static List<String> faults(String... options) {
        ServeCommand serve = new ServeCommand();
        new CommandLine(serve).parseArgs(options);
        return serve.faults();
    }

    @Test
    void theCertificateOfThePortNeedsItsKey() throws IOException {
        BusIdentity identity = ClusterSecret.of(new byte[32]).busIdentity("heartline");
        Path certificate = Files.writeString(folder.resolve("cert.pem"), identity.certificate());
        Path key = Files.writeString(folder.resolve("key.pem"), identity.key());

        assertThat(faults("--tls-cert=" + certificate, "--tls-key=" + key)).isEmpty();
        assertThat(faults("--tls-cert=" + certificate)).containsExactly("tls-cert: needs tls-key");
        assertThat(faults("--tls-key=" + key)).containsExactly("tls-key: needs tls-cert");
        Files.writeString(key, "nothing");
        assertThat(faults("--tls-cert=" + certificate, "--tls-key=" + key))
                .singleElement()
                .asString()
                .startsWith("tls-key: " + key + " can't be used: ");
    }

    @Test
    void proxiesAreAddresses() {
        assertThat(faults("--proxies=10.0.0.0/8,fd00::1")).isEmpty();
        assertThat(faults("--proxies=10.0.0.1,proxy"))
                .containsExactly("proxies: must be addresses or CIDR blocks, but has 'proxy'");
    }
}

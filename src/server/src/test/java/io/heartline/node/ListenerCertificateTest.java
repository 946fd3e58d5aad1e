package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartline.trust.BusIdentity;
import io.heartline.trust.CertificateFiles;
import io.heartline.trust.ClusterSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerCertificateTest {
    private static final ClusterSecret SECRET = ClusterSecret.of(new byte[32]);

    @TempDir
    Path folder;

    private CertificateFiles files;

    @BeforeEach
    void write() throws IOException {
        files = CertificateFiles.of("tls-cert", folder.resolve("cert.pem"), "tls-key", folder.resolve("key.pem"));
        write(SECRET.busIdentity("a"));
    }

    private void write(BusIdentity identity) throws IOException {
        Files.writeString(folder.resolve("cert.pem"), identity.certificate());
        Files.writeString(folder.resolve("key.pem"), identity.key());
    }

    @Test
    void anotherPairIsShownSoon() throws Exception {
        ListenerCertificate certificate = ListenerCertificate.read(files);
        PemKeyCertOptions before = certificate.shown();
        CompletableFuture<PemKeyCertOptions> shown = new CompletableFuture<>();
        Vertx vertx = Vertx.vertx();
        try {
            certificate.watch(vertx, changed -> {
                shown.complete(changed);
                return Future.succeededFuture(true);
            });
            write(SECRET.busIdentity("a"));

            assertThat(shown.get(60, TimeUnit.SECONDS))
                    .isEqualTo(files.content())
                    .isNotEqualTo(before);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsOfNoUseIsNotShownUntilItIs() throws IOException {
        ListenerCertificate certificate = ListenerCertificate.read(files);
        BusIdentity next = SECRET.busIdentity("a");

        Files.writeString(folder.resolve("cert.pem"), next.certificate());
        assertThat(certificate.changed()).as("the key is still the old one").isNull();
        Files.delete(folder.resolve("key.pem"));
        assertThat(certificate.changed()).isNull();
        Files.writeString(folder.resolve("key.pem"), next.key());

        assertThat(certificate.changed()).isEqualTo(next.keyAndCertificate());
    }

    @Test
    void aPairThatIsOfNoUseAtTheStartIsAFault() throws IOException {
        Files.writeString(folder.resolve("key.pem"), SECRET.busIdentity("a").key());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenerCertificate.read(files))
                .withMessageStartingWith("tls-key: ");
    }
}

package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heartline.trust.BusIdentity;
import io.heartline.trust.CertificateFiles;
import io.heartline.trust.ClusterSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

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
    void whatIsOfNoUseIsNotShownUntilItIsAndTheLogSaysSoOnceForEachFault() throws IOException {
        ListenerCertificate certificate = ListenerCertificate.read(files);
        BusIdentity next = SECRET.busIdentity("a");
        String stays = "WARN The certificate of the listener stays as it is: tls-";
        String key = stays + "key: " + folder.resolve("key.pem");

        Files.writeString(folder.resolve("cert.pem"), next.certificate());
        assertThat(linesOfLooking(certificate))
                .containsExactly(key + " is not the private key of the certificate in " + folder.resolve("cert.pem"));
        Files.delete(folder.resolve("key.pem"));
        assertThat(linesOfLooking(certificate)).singleElement().asString().startsWith(key);
        Files.writeString(folder.resolve("key.pem"), next.key());
        Files.writeString(folder.resolve("cert.pem"), "no certificate");
        assertThat(linesOfLooking(certificate))
                .singleElement()
                .asString()
                .startsWith(stays + "cert: " + folder.resolve("cert.pem"));
        Files.writeString(folder.resolve("cert.pem"), next.certificate());

        assertThat(certificate.changed()).isEqualTo(next.keyAndCertificate());
    }

    /** The lines logged while files of no use are looked at three times: files are not replaced at the same moment. */
    private static List<String> linesOfLooking(ListenerCertificate certificate) {
        Logger logger = (Logger) LoggerFactory.getLogger(ListenerCertificate.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            assertThat(certificate.changed()).isNull();
            assertThat(lines.list).isEmpty();
            assertThat(certificate.changed()).isNull();
            assertThat(certificate.changed()).isNull();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void aPairThatIsOfNoUseAtTheStartIsAFault() throws IOException {
        Files.writeString(folder.resolve("key.pem"), SECRET.busIdentity("a").key());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenerCertificate.read(files))
                .withMessageStartingWith("tls-key: ");
    }
}

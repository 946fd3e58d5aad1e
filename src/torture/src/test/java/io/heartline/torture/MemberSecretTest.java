package io.heartline.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberSecretTest {
    @TempDir
    Path folder;

    /** The same value as in the server's test, which is OpenSSL's: dgst -sha256 -mac HMAC. */
    @Test
    void theGroupNameIsTheOneOfTheProtocol() {
        byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        assertThat(MemberSecret.groupName(secret, "heartline"))
                .isEqualTo("878ea423cc96b7d0707a12388d912e00305cbc021bb8108c944d869891ec9262");
    }

    @Test
    void eachRunHasASecretOfItsOwnAndACertificateThatOutlivesJumpsOfTheClock() throws Exception {
        MemberSecret first = MemberSecret.make(folder);
        String before = first.groupName("a");
        MemberSecret again = MemberSecret.make(folder);

        assertThat(again.groupName("a")).hasSize(64).isNotEqualTo(before).isNotEqualTo(again.groupName("b"));
        assertThat(Files.readString(again.key())).startsWith("-----BEGIN PRIVATE KEY-----");
        try (InputStream in = Files.newInputStream(again.certificate())) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            certificate.checkValidity(Date.from(Instant.now().minus(Duration.ofDays(100))));
            certificate.checkValidity(Date.from(Instant.now().plus(Duration.ofDays(100))));
        }
    }
}

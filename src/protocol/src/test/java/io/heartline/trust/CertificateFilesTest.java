package io.heartline.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
    private static final ClusterSecret SECRET = ClusterSecret.of(new byte[32]);

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;
    private CertificateFiles files;

    @BeforeEach
    void write() throws IOException {
        BusIdentity identity = SECRET.busIdentity("a");
        certificate = Files.writeString(folder.resolve("cert.pem"), identity.certificate());
        key = Files.writeString(folder.resolve("key.pem"), identity.key());
        files = CertificateFiles.of("tls-cert", certificate, "tls-key", key);
    }

    @Test
    void aPairIsReadAndIsEqualUntilAFileChanges() throws IOException {
        assertThat(files.content()).isEqualTo(files.read());

        var before = files.read();
        Files.writeString(certificate, SECRET.busIdentity("a").certificate());

        assertThat(files.content()).isNotEqualTo(before);
    }

    @Test
    void bothMayBeInOneFile() throws IOException {
        Files.writeString(key, Files.readString(key) + Files.readString(certificate));

        assertThat(CertificateFiles.of("tls-cert", key, "tls-key", key).read()).isNotNull();
    }

    @Test
    void theKeyOfAnotherCertificateIsNamed() throws IOException {
        Files.writeString(key, SECRET.busIdentity("a").key());

        assertFault("tls-key: " + key + " is not the private key of the certificate in " + certificate);
    }

    @Test
    void aFileThatDoesNotExistIsNamed() throws IOException {
        Files.delete(certificate);
        assertFault("tls-cert: " + certificate + " does not exist");
    }

    @Test
    void whatIsNoCertificateOrNoKeyIsNamed() throws IOException {
        Files.writeString(key, "no key");
        assertFault("tls-key: " + key + " can't be used: ");

        write();
        Files.writeString(certificate, "no certificate");
        assertFault("tls-cert: " + certificate + " can't be used: ");

        write();
        Files.writeString(certificate, Files.readString(certificate).replaceFirst("M", "A"));
        assertFault("tls-cert: " + certificate + " can't be used: ");
    }

    @Test
    void aKeyWithAPassphraseIsSaidToHaveOne() throws IOException {
        Files.writeString(key, Files.readString(key).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));

        assertFault("tls-key: " + key + " has a passphrase");
    }

    private void assertFault(String fault) {
        assertThatIllegalArgumentException().isThrownBy(files::read).withMessageStartingWith(fault);
    }
}

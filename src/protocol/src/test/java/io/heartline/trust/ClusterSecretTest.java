package io.heartline.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSecretTest {
    private static final String TEXT = "0123456789abcdef0123456789abcdef";
    private static final ClusterSecret SECRET = secret(TEXT);

    @TempDir
    Path folder;

    private static ClusterSecret secret(String text) {
        return ClusterSecret.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Nodes of different versions must derive the same name. The value is OpenSSL's: dgst -sha256 -mac HMAC. */
    @Test
    void theGroupNameNeverChanges() {
        assertThat(SECRET.groupName("heartline"))
                .isEqualTo("878ea423cc96b7d0707a12388d912e00305cbc021bb8108c944d869891ec9262");
    }

    @Test
    void anotherSecretAndAnotherClusterHaveAnotherGroupName() {
        assertThat(SECRET.groupName("orders")).isNotEqualTo(SECRET.groupName("heartline"));
        assertThat(secret(TEXT + "x").groupName("heartline")).isNotEqualTo(SECRET.groupName("heartline"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aLineEndAfterTheSecretDoesNotCount(String lineEnd) {
        assertThat(secret(TEXT + lineEnd).groupName("a")).isEqualTo(SECRET.groupName("a"));
    }

    @Test
    void aSecretOfLessThan32BytesIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), TEXT.substring(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterSecret.read(file))
                .withMessage("cluster-secret: " + file + " must have 32 to 65536 bytes, but has 31");
        Files.write(file, new byte[65_537]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterSecret.read(file))
                .withMessageContaining("but has more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterSecret.read(folder.resolve("none")))
                .withMessage("cluster-secret: " + folder.resolve("none") + " does not exist");
    }

    @Test
    void itIsNotShown() {
        assertThat(SECRET.toString()).doesNotContain("0123");
        assertThat(SECRET.busIdentity("a").toString()).doesNotContain("PRIVATE");
    }

    @Test
    void allMembersHaveTheSameAuthorityAndEachHasAKeyOfItsOwn() {
        BusIdentity one = SECRET.busIdentity("heartline");
        BusIdentity two = secret(TEXT).busIdentity("heartline");

        assertThat(one.authority()).isEqualTo(two.authority());
        assertThat(one.key()).isNotEqualTo(two.key());
    }

    @Test
    void aMemberAcceptsTheOthers() throws IOException {
        BusIdentity other = SECRET.busIdentity("heartline");

        assertThat(accepted(other, SECRET.busIdentity("heartline"))).isEqualTo(other);
    }

    @Test
    void aMemberDoesNotAcceptWhoHasAnotherSecretOrIsInAnotherCluster() {
        BusIdentity member = SECRET.busIdentity("heartline");

        for (BusIdentity stranger :
                new BusIdentity[] {secret(TEXT + "x").busIdentity("heartline"), SECRET.busIdentity("orders")}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> accepted(stranger, member))
                    .withMessageStartingWith("bus-tls-cert: ")
                    .withMessageContaining("is not accepted by members that trust");
        }
    }

    /** The identity of {@code one}, if {@code other} accepts it. */
    private BusIdentity accepted(BusIdentity one, BusIdentity other) throws IOException {
        CertificateFiles files = CertificateFiles.of(
                "bus-tls-cert",
                Files.writeString(folder.resolve("cert.pem"), one.certificate()),
                "bus-tls-key",
                Files.writeString(folder.resolve("key.pem"), one.key()));
        Path authority = Files.writeString(folder.resolve("ca.pem"), other.authority());
        return new BusFiles(files, new CertificateFiles.Source("bus-tls-ca", authority)).read();
    }
}

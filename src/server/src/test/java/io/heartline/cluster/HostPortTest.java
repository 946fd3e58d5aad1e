package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostPortTest {
    @Test
    void anAddressOfIpv6IsInBrackets() {
        assertThat(new HostPort("::1", 8080).url("http")).isEqualTo("http://[::1]:8080");
        assertThat(new HostPort("127.0.0.1", 8080).url("http")).isEqualTo("http://127.0.0.1:8080");
        assertThat(new HostPort("node.example", 80)).hasToString("node.example:80");
        assertThat(HostPort.parse("[::1]:8080")).isEqualTo(new HostPort("::1", 8080));
    }
}

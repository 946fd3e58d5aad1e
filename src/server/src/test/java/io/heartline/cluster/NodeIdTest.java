package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeIdTest {
    @Test
    void idsAreShortAndDiffer() {
        assertThat(Stream.generate(NodeId::fresh).limit(1_000))
                .allMatch(id -> id.matches("[a-z0-9]{10}"))
                .doesNotHaveDuplicates();
    }
}

package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.ApiKeys;
import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushCountsTest {
    private static double counted(MeterRegistry meters, String key) {
        return meters.get(MeterNames.API_PUSHES).tag("key", key).counter().count();
    }

    @Test
    void pushesAreCountedByTheNameOfTheirKey(@TempDir Path dir) throws Exception {
        try (ApiGateway gateway = ApiGateway.start(ApiKeyCheckTest.keys(dir))) {
            gateway.send(gateway.to("/v1/push")
                    .header("Authorization", "Bearer push")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"users\":[\"alice\",\"bob\"],\"body\":1}")));
            gateway.send(gateway.to("/v1/push/batch")
                    .header("Authorization", "Bearer push")
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofString("{\"user\":\"alice\",\"body\":1}\n{\"user\":\"bob\",\"body\":1}\n")));

            assertThat(counted(gateway.meters, "orders")).isEqualTo(4);
        }
    }

    @Test
    void withoutAuthenticationAllAreCountedTogether() {
        try (ApiGateway gateway = ApiGateway.start()) {
            gateway.push("{\"user\":\"alice\",\"body\":1}");

            assertThat(counted(gateway.meters, ApiKeys.ANYBODY)).isEqualTo(1);
        }
    }

    @Test
    void manyNamesAreBounded() {
        MeterRegistry meters = new SimpleMeterRegistry();
        PushCounts counts = new PushCounts(meters);
        for (int i = 0; i < 3 * PushCounts.MOST_NAMES; i++) {
            counts.add("key-" + i, 1);
        }
        counts.add("key-0", 5);

        assertThat(meters.find(MeterNames.API_PUSHES).counters()).hasSize(PushCounts.MOST_NAMES + 1);
        assertThat(counted(meters, "key-0")).isEqualTo(6);
        assertThat(counted(meters, PushCounts.OTHERS)).isEqualTo(2 * PushCounts.MOST_NAMES);
    }
}

package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heartline.telemetry.MeterDescriptions;
import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SecurityLogTest {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("heartline.security");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long now = 1_763_650_000_000L;
    private final SecurityLog log = new SecurityLog(meters, () -> Instant.ofEpochMilli(now));

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private double refused(String kind, String reason) {
        return meters.get(MeterNames.REFUSED)
                .tags("kind", kind, "reason", reason)
                .counter()
                .count();
    }

    @Test
    void eachRefusalHasALineAndACounter() {
        log.refusedToken(Unauthorized.invalid("the token is malformed"), "10.0.0.7");
        log.refusedToken(Unauthorized.expired("the token has expired"), "10.0.0.7");
        log.refusedToken(Unauthorized.later("the token is not valid yet", 5_000), "10.0.0.7");
        log.checked(new Access.Unauthenticated("the API key is not known"), "10.0.0.8");
        log.checked(new Access.Forbidden("orders", "the API key lacks the scope admin"), "10.0.0.8");
        log.checked(new Access.Granted("orders"), "10.0.0.8");
        log.refusedOrigin("https://evil.example", "10.0.0.9");

        assertThat(lines())
                .containsExactly(
                        "refused token (invalid) from 10.0.0.7: the token is malformed",
                        "refused token (expired) from 10.0.0.7: the token has expired",
                        "refused token (unknown) from 10.0.0.7: the token is not valid yet",
                        "refused key (invalid) from 10.0.0.8: the API key is not known",
                        "refused key (forbidden) from 10.0.0.8: the API key lacks the scope admin (key orders)",
                        "refused origin (forbidden) from 10.0.0.9: pages of https://evil.example may not connect"
                                + " (--origins)");
        assertThat(refused("token", "invalid")).isEqualTo(1);
        assertThat(refused("token", "expired")).isEqualTo(1);
        assertThat(refused("token", "unknown")).isEqualTo(1);
        assertThat(refused("key", "invalid")).isEqualTo(1);
        assertThat(refused("key", "forbidden")).isEqualTo(1);
        assertThat(refused("origin", "forbidden")).isEqualTo(1);
    }

    @Test
    void aStrangerCausesFewLinesAndEveryRefusalIsCounted() {
        for (int i = 0; i < 1_000; i++) {
            log.refusedOrigin("https://evil.example", "10.0.0.9");
        }
        log.checked(new Access.Unauthenticated("the API key is not known"), "10.0.0.8");
        assertThat(lines()).as("ten of the one kind, and the other kind").hasSize(11);

        now += 1_000;
        log.refusedOrigin("https://evil.example", "10.0.0.9");

        assertThat(lines().get(11)).endsWith("(and 990 more of this kind, not logged)");
        assertThat(refused("origin", "forbidden")).isEqualTo(1_001);
    }

    @Test
    void aLineStaysALineAndIsShort() {
        log.refusedOrigin("https://a\r\nERROR forged\u001b[2J\u2028ü" + "x".repeat(5_000), "10.0.0.9");

        assertThat(lines().get(0))
                .startsWith("refused origin (forbidden) from 10.0.0.9: pages of https://a??ERROR forged?[2J??x")
                .hasSizeLessThan(300);
    }

    @Test
    void whatAnOperatorDidIsAlwaysLoggedUnlessAnybodyMayDoIt() {
        for (int i = 0; i < 100; i++) {
            log.administered("oncall", "DELETE /v1/users/alice/messages", 204);
        }
        assertThat(lines())
                .hasSize(100)
                .contains("admin: DELETE /v1/users/alice/messages answered with 204, asked by the key oncall");
        for (int i = 0; i < 100; i++) {
            log.administered(ApiKeys.ANYBODY, "DELETE /v1/users/alice/messages", 404);
        }
        assertThat(lines()).hasSize(110);
        assertThat(meters.get(MeterNames.ADMINISTERED)
                        .tag("status", "404")
                        .counter()
                        .count())
                .isEqualTo(100);
    }

    @Test
    void theDescriptionsOfTheCountersAreThoseOfTheListOfMeters() {
        meters.config().meterFilter(new MeterDescriptions());
        String refused = meters.counter(MeterNames.REFUSED).getId().getDescription();
        String administered = meters.counter(MeterNames.ADMINISTERED).getId().getDescription();
        log.refusedOrigin("https://evil.example", "10.0.0.9");
        log.administered("ops", "POST /v1/drain", 202);

        assertThat(meters.find(MeterNames.REFUSED).counters())
                .hasSize(2)
                .allMatch(counter -> refused.equals(counter.getId().getDescription()));
        assertThat(meters.find(MeterNames.ADMINISTERED).counters())
                .hasSize(2)
                .allMatch(counter -> administered.equals(counter.getId().getDescription()));
    }
}

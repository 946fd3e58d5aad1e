package io.heartline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeterDescriptionsTest {
    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new MeterDescriptions());
        return registry;
    }

    static Stream<String> names() {
        return Stream.of(MeterNames.class.getFields()).map(MeterDescriptionsTest::value);
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** The text after the name in the line {@code # HELP}. */
    private static String help(PrometheusMeterRegistry registry) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith("# HELP "))
                .map(line -> line.split(" ", 4))
                .map(words -> words.length == 4 ? words[3] : "")
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyMeterHasAHelpText(String name) {
        PrometheusMeterRegistry registry = registry();
        registry.counter(name, "reason", "test").increment();

        assertThat(help(registry)).as("HELP of " + name).isNotBlank();
    }

    @Test
    void aMeterOfEachKindIsStillRecorded() {
        MeterRegistry registry = registry();
        registry.timer(MeterNames.LOOP_LAG).record(Duration.ofMillis(5));
        registry.timer(MeterNames.LOOP_LAG).record(Duration.ofMillis(5));
        registry.summary(MeterNames.STORE_BATCH).record(3);
        Gauge.builder(MeterNames.NODES, () -> 7).register(registry);

        assertThat(registry.get(MeterNames.LOOP_LAG).timer().count()).isEqualTo(2);
        assertThat(registry.get(MeterNames.STORE_BATCH).summary().max()).isEqualTo(3);
        assertThat(registry.get(MeterNames.NODES).gauge().value()).isEqualTo(7);
    }

    @Test
    void aDescriptionOfItsOwnStays() {
        PrometheusMeterRegistry registry = registry();
        Gauge.builder(MeterNames.NODES, () -> 1).description("Another text").register(registry);

        assertThat(help(registry)).isEqualTo("Another text");
    }
}

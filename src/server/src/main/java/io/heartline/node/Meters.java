package io.heartline.node;

import io.heartline.cluster.ClusterNode;
import io.heartline.cluster.MemberLog;
import io.heartline.telemetry.MeterDescriptions;
import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BooleanSupplier;

/** The meters of one node, as Prometheus reads them. Any thread. */
final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Meters() {
        registry.config().meterFilter(new MeterDescriptions()); // before the first meter
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Adds the gauges of the cluster, as this node sees it. */
    void observe(ClusterNode cluster) {
        Gauge.builder(MeterNames.NODES, () -> cluster.membership().nodes().size())
                .register(registry);
        gauge(MeterNames.QUORUM, cluster::hasQuorum);
        gauge(
                MeterNames.SAFE,
                () -> cluster.wasSafe() && cluster.membership().nodes().size() > 1);
        MemberLog members = cluster.memberLog();
        Gauge.builder(MeterNames.GUESTS, () -> members.guests().size()).register(registry);
        FunctionCounter.builder(MeterNames.MEMBERS_JOINED, members, MemberLog::joined)
                .register(registry);
        FunctionCounter.builder(MeterNames.MEMBERS_LEFT, members, MemberLog::left)
                .register(registry);
    }

    private void gauge(String name, BooleanSupplier condition) {
        Gauge.builder(name, () -> condition.getAsBoolean() ? 1 : 0).register(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}

package io.heartline.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The collaborators of the delivery of one gateway.
 *
 * @param self the gateway
 * @param isMember true for a node in sight; cheap, and asked on the gateway's event loop
 * @param random for ids and epochs; used by this gateway alone
 */
public record DeliveryContext(
        GatewayId self,
        Vertx vertx,
        Predicate<String> isMember,
        InstantSource clock,
        MeterRegistry meters,
        RandomGenerator random,
        DeliveryConfig config) {}

package io.heartline.store;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What a store is given from outside.
 *
 * @param clock the node's time: never runs backwards
 * @param mayServe asked on the event loop before each command; while it says no (the clock is too far off, the node is
 *     leaving), every command is refused
 */
public record Surroundings(InstantSource clock, MeterRegistry meters, BooleanSupplier mayServe) {}

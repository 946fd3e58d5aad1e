package io.heartline.store;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * The collaborators of a store.
 *
 * @param clock the node's time, which never runs backwards
 * @param mayServe asked on the event loop before each command; while it is false (no quorum, or a wrong clock), every command
 *     is refused
 */
public record StoreContext(InstantSource clock, MeterRegistry meters, BooleanSupplier mayServe) {}

/**
 * Fault injection: chooses faults by a seed, and injects them.
 *
 * <p>{@link io.heartline.torture.nemesis.FaultKind} lists the kinds of faults, {@link io.heartline.torture.nemesis.Fault} is one
 * fault with all its parameters, {@link io.heartline.torture.nemesis.FaultPlan} is a sequence of them, and
 * {@link io.heartline.torture.nemesis.Nemesis} injects them one after the other and waits for recovery in between. (The name is the
 * one that Jepsen uses.)
 *
 * <p>State: none besides the counters of a run.
 *
 * <p>Never imports: any other module of Heartline; {@code check} and {@code workload}.
 */
@NullMarked
package io.heartline.torture.nemesis;

import org.jspecify.annotations.NullMarked;

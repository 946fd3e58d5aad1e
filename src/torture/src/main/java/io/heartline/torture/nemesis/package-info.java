/**
 * Decides what goes wrong and when, from a seed alone, and sees to it that it does.
 *
 * <p>{@link io.heartline.torture.nemesis.Kind} names what can go wrong, {@link io.heartline.torture.nemesis.Fault} is one
 * case of it with all its numbers, {@link io.heartline.torture.nemesis.FaultPlan} deals them,
 * {@link io.heartline.torture.nemesis.Nemesis} carries them out one after the other and waits for the cluster in between.
 *
 * <p>State: none but what a run of the nemesis counts.
 *
 * <p>Never imports: any room of the server; {@code check} and {@code workload}.
 */
@NullMarked
package io.heartline.torture.nemesis;

import org.jspecify.annotations.NullMarked;

/**
 * Checks a history against the contract: no message may be lost, duplicated, reordered or delivered after a refusal.
 *
 * <p>{@link io.heartline.torture.check.RunModel} is the state of the run so far: users, devices, messages, nodes. Each check sees an
 * event together with the model before it, and reports violations. An ambiguous history is no violation, so each reported
 * violation is certain.
 *
 * <p>State: each {@link io.heartline.torture.check.Checker} owns everything that belongs to its history; for one thread. Of a message
 * that every device received, its id and position are kept.
 *
 * <p>Never imports: anything but {@code history}, the JDK and HdrHistogram; no clock, no randomness.
 *
 * <pre>
 *   history ─ event ─┬─► checks ─────────► findings ─┐
 *                    ├─► figures collector ──────────┼─► result
 *                    └─► model (after the checks)    ┘
 * </pre>
 */
@NullMarked
package io.heartline.torture.check;

import org.jspecify.annotations.NullMarked;

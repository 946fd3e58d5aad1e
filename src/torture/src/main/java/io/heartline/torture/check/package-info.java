/**
 * Judges a history: was anything lost, doubled, disordered or forgotten, as the contract has it?
 *
 * <p>{@link io.heartline.torture.check.World} is what is known of the run so far: users, devices, messages, nodes. Each
 * check looks at an event while the world is still as it was before it, and reports what the contract forbids. Where the
 * history leaves open what happened, nothing is reported: a violation is certain.
 *
 * <p>State: each {@link io.heartline.torture.check.Checker} owns all that belongs to the history it reads; for one
 * thread. Of a message that reached everyone, its id and position are kept.
 *
 * <p>Never imports: anything but {@code history}, the JDK and HdrHistogram; no clock, no randomness.
 *
 * <pre>
 *   history ─ event ─┬─► checks ─► findings ─┐
 *                    └─► world (after them)  ├─► verdict
 *                    └─► tally ─► figures ───┘
 * </pre>
 */
@NullMarked
package io.heartline.torture.check;

import org.jspecify.annotations.NullMarked;

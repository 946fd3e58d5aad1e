/**
 * Tries to make a cluster lose, duplicate, reorder or forget, and judges what came of it from the history alone.
 *
 * <p>{@code history} is what happened, event by event; {@code check} judges a history; {@code field} is the machinery
 * that is put to the test: node processes and the network between them; {@code nemesis} decides, from a seed, what goes
 * wrong and when; {@code workload} is the publishers and the devices. This package runs them together and reports.
 *
 * <p>State: each part has its own, none is shared but the {@link io.heartline.torture.history.Recorder}, which takes
 * events from every thread.
 *
 * <p>Never imports: any room of the server. It knows Heartline by its contract only, as a stranger's program would: it
 * has its own WebSocket client and its own reading of frames, so that a fault of ours can't excuse itself.
 *
 * <pre>
 *   seed ─ nemesis ─ faults ─────► field ◄───── frames, pushes ─ workload ─ seed
 *             └────────────► history ◄─────────────┘
 *                               └─ check ─ verdict ─ report
 * </pre>
 */
@NullMarked
package io.heartline.torture;

import org.jspecify.annotations.NullMarked;

/**
 * The fault harness: starts a cluster, puts load on it, injects faults, and checks the recorded history against the contract.
 *
 * <p>Packages: {@code field} starts node processes and controls the network between them; {@code nemesis} chooses faults by a
 * seed and injects them; {@code workload} has the publishers and devices; {@code history} is the file of all events;
 * {@code check} finds violations in a history; {@code storm} has load tests with very many or very slow clients; {@code cli} is
 * the command line. This package combines them and writes the report.
 *
 * <p>State: each part has its own. The only shared object is the {@link io.heartline.torture.history.Recorder}, which takes
 * events from every thread.
 *
 * <p>Never imports: any other module of Heartline. The harness knows the server by its contract only, and has its own WebSocket
 * client and frame parser. A bug in Heartline's own code therefore can't hide itself.
 *
 * <pre>
 *   seed ─ nemesis ─ faults ─────► nodes ◄───── frames, pushes ─ workload ─ seed
 *             └────────────► history ◄─────────────┘
 *                               └─ check ─ violations ─ report
 * </pre>
 */
@NullMarked
package io.heartline.torture;

import org.jspecify.annotations.NullMarked;

/**
 * Crowds: very many clients, very slow ones, and publishers that are too fast, against real node processes. Each scenario
 * is a class that runs once and answers with what it measured and whether everything was as the contract says.
 *
 * <pre>
 *   Storm, Stalled, Flood, LostHint ── the scenarios
 *       Cluster ── a field on loopback, and what its nodes say of themselves (Vitals)
 *       Swarm   ── clients on one event loop (Device), in this process
 *       Mail    ── a publisher that repeats itself until it is answered
 *       Torrent ── a publisher that never waits
 * </pre>
 *
 * <p>State: the swarm's and the publishers' belong to the one event loop of the {@link Swarm}; scenarios run on the
 * thread that calls them and block it.
 *
 * <p>Never imports: any room of the server.
 */
@NullMarked
package io.heartline.torture.storm;

import org.jspecify.annotations.NullMarked;

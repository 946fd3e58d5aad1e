/**
 * Load tests with very many clients, very slow clients, and publishers that are too fast, against real node processes. Each
 * scenario is a class that runs once and returns its measurements, and the result of the checks against the contract.
 *
 * <pre>
 *   ReconnectStorm, StalledClients, Flood, LostHint ── the scenarios
 *       Cluster           ── a field on loopback, and the metrics of its nodes (NodeMetrics)
 *       ClientGroup       ── clients on one event loop (StormClient), in this process
 *       CarefulPublisher  ── a publisher that retries until a push is answered
 *       FloodPublisher, BusFloodPublisher ── publishers without restraint, over HTTP and the event bus
 *       ProbePublisher    ── a publisher with a low rate, which measures answers
 * </pre>
 *
 * <p>State: that of clients and publishers belongs to the event loop of their {@link ClientGroup}. Scenarios block the thread that
 * calls them.
 *
 * <p>Never imports: any other module of Heartline.
 */
@NullMarked
package io.heartline.torture.storm;

import org.jspecify.annotations.NullMarked;

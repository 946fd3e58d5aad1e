/**
 * The interface for applications and operators, over HTTP and the event bus: pushes, users, cluster, health, metrics, and
 * the JavaScript client for pages without a build step.
 *
 * <p>State: the requests and batches that are not answered yet, and the rate of each publisher. Each gateway has its own,
 * owned by its event loop.
 *
 * <p>Imports {@code auth}, {@code delivery}, {@code store}, {@code user} and {@code protocol}. Never imports Hazelcast,
 * {@code session} or WebSocket classes.
 *
 * <p>Data flow: a request is authorized by {@code auth} and becomes one call to {@code delivery} or {@code store}, or to a
 * supplier that the node provides. Its outcome becomes a response. Failures become problem documents in one place,
 * {@code ProblemMapper}.
 */
@NullMarked
package io.heartline.api;

import org.jspecify.annotations.NullMarked;

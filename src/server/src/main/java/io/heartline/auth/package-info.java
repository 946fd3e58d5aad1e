/**
 * Turns a token or a key into a principal, or refuses it; limits the rate at which one principal or address asks.
 *
 * <p>State: the configured keys, read before a node starts and again when they change, on a thread of their own; each set of
 * keys is immutable and replaced as a whole. The rates, on the event loop of their gateway.
 *
 * <p>Never imports: Hazelcast, {@code protocol}.
 *
 * <p>Data flow: {@code session} and {@code api} pass credentials in and get a principal or a refusal. Credentials are
 * neither kept nor logged; refusals are logged and counted.
 */
@NullMarked
package io.heartline.auth;

import org.jspecify.annotations.NullMarked;

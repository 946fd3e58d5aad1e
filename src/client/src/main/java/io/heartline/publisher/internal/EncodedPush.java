package io.heartline.publisher.internal;

import io.vertx.core.buffer.Buffer;

/**
 * Push as a request, ready to be sent any number of times.
 *
 * @param json the request with its id, on one line
 * @param waitMillis time for which the server may wait for an acknowledgement
 */
public record EncodedPush(String id, Buffer json, long waitMillis) {}

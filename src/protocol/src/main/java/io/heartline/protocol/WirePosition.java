package io.heartline.protocol;

/** Position as it is written on the wire. */
public record WirePosition(String epoch, long seq) {}

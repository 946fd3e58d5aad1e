package io.heartline.protocol;

/** A position as it is written on the wire. */
public record WirePosition(String epoch, long seq) {}

package io.heartline.user;

/** The number of writes that came from one source; 1 for the begin of an epoch. */
public record WriteCounter(WriteSource source, long writes) {}

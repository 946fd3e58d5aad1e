package io.heartline.user;

/** How many numbers an owner has given out under a name; or the birth of an epoch, with 1. */
public record WriteCounter(String node, long numbers) {}

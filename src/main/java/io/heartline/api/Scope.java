package io.heartline.api;

/** Placeholder for auth.Scope. */
enum Scope {
    PUSH,
    READ,
    ADMIN
}

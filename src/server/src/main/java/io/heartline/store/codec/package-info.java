/**
 * The binary form of entries, commands, outcomes and changes, as they are sent between nodes.
 *
 * <p>State: none. Each value begins with its format version. A node reads all versions up to its own.
 *
 * <p>Never imports: Hazelcast, or another package of {@code store}.
 *
 * <p>Data flow: the operations of {@code store.partition} write and read their fields with these codecs.
 */
@NullMarked
package io.heartline.store.codec;

import org.jspecify.annotations.NullMarked;

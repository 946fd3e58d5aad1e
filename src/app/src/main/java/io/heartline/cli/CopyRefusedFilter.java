package io.heartline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.heartline.store.memory.CopyRefused;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Leaves out the two lines that Hazelcast logs each time a node without memory refuses a copy; the node says so itself once a
 * minute. Failures of other kinds pass. Public for Logback, which makes it by name. Any thread.
 */
public final class CopyRefusedFilter extends TurboFilter {
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable failure) {
        return failure instanceof CopyRefused ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}

package io.heartline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.heartline.node.OutOfMemoryExit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Shows {@link OutOfMemoryExit} the errors that libraries catch and log: Netty and Vert.x let no error end a thread of theirs.
 * Public for Logback, which makes it by name. Any thread.
 */
public final class OutOfMemoryFilter extends TurboFilter {
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable failure) {
        if (failure != null) {
            OutOfMemoryExit.inspect(failure);
        } else if (params != null && params.length > 0 && params[params.length - 1] instanceof Throwable last) {
            OutOfMemoryExit.inspect(last);
        }
        return FilterReply.NEUTRAL;
    }
}

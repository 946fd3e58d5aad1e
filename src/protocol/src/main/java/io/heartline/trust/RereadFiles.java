package io.heartline.trust;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The content of files that are read again when they change. A content of no use changes nothing, and is reported once.
 *
 * <p>State: the content in use, written on an event loop; and the last fault, on the thread that looks. Only one looks at a time.
 *
 * @param <T> the content; equal if no file has changed
 */
public final class RereadFiles<T> {
    private static final long LOOK_MILLIS = 1_000;

    private final Supplier<T> content;
    private final Consumer<T> check;
    private volatile T current;
    private volatile String fault = "";
    private volatile boolean told;

    /**
     * @param current the content that was read and checked before
     * @param content reads the files, blocking; throws {@link IllegalArgumentException} if it can't
     * @param check throws {@link IllegalArgumentException} if a content is of no use
     */
    public RereadFiles(T current, Supplier<T> content, Consumer<T> check) {
        this.current = current;
        this.content = content;
        this.check = check;
    }

    /** The content in use. */
    public T current() {
        return current;
    }

    /**
     * Looks at the files every second from now on.
     *
     * @param use takes a new content into use
     * @param onFault is told why the content in use stays
     */
    public void watch(Vertx vertx, Function<T, Future<?>> use, Consumer<String> onFault) {
        vertx.setTimer(LOOK_MILLIS, timer -> vertx.executeBlocking(() -> changed(onFault))
                .compose(changed -> changed == null
                        ? Future.succeededFuture()
                        : use.apply(changed)
                                .onSuccess(used -> current = changed)
                                .onFailure(e -> onFault.accept(String.valueOf(e.getMessage()))))
                .onComplete(looked -> watch(vertx, use, onFault)));
    }

    /** The content of the files, if it is another one and of use; else null. Blocking. */
    public @Nullable T changed(Consumer<String> onFault) {
        try {
            T now = content.get();
            boolean same = now.equals(current);
            if (!same) {
                check.accept(now);
            }
            fault = "";
            return same ? null : now;
        } catch (IllegalArgumentException e) {
            onFault(String.valueOf(e.getMessage()), onFault);
            return null;
        }
    }

    /** Reports a fault once, and only if the next look finds it too: several files are not replaced at the same moment. */
    private void onFault(String now, Consumer<String> report) {
        if (!now.equals(fault)) {
            fault = now;
            told = false;
        } else if (!told) {
            told = true;
            report.accept(now);
        }
    }
}

package io.heartline.auth;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of keys that is read again when its content changes. The whole content is compared, since a time and a size miss
 * changes, and since Kubernetes replaces the directory behind a symbolic link. New content counts once it was found twice:
 * the first time it may be half written.
 *
 * <p>A file that can't be read, or has a fault, changes nothing: the old keys stay in use, and the log says so once for each
 * fault.
 *
 * <p>It differs from {@link io.heartline.trust.RereadFiles}, which takes new content at the first look: half a pair of certificate and
 * key is never valid, but half a file of keys may be.
 *
 * <p>Owned by one thread at a time; blocking.
 */
final class WatchedKeyFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedKeyFile.class);

    private final String option;
    private final Path file;
    private final Function<String, T> parser;
    private final Consumer<T> keys;
    private String current = "";
    private @Nullable String next;
    private @Nullable String fault;

    /**
     * @param parser makes keys of the content; throws {@link IllegalArgumentException} naming the fault
     * @param keys takes the keys
     */
    WatchedKeyFile(String option, Path file, Function<String, T> parser, Consumer<T> keys) {
        this.option = option;
        this.file = file;
        this.parser = parser;
        this.keys = keys;
    }

    /** Reads the file for the first time; throws {@link IllegalArgumentException} if that is not possible. */
    void open() {
        String text = KeyFile.read(option, file);
        keys.accept(parser.apply(text));
        current = text;
    }

    /** Takes new content, if there is some. Called every second or so. */
    void look() {
        try {
            String text = KeyFile.read(option, file);
            if (text.equals(current)) {
                next = null;
                recovered();
            } else if (text.equals(next)) {
                keys.accept(parser.apply(text));
                current = text;
                next = null;
                fault = null;
                LOG.info("{}: {} has changed; its new keys are in use", option, file);
            } else {
                next = text;
            }
        } catch (IllegalArgumentException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    private void recovered() {
        if (fault != null) {
            LOG.info("{}: {} can be read again, and has not changed", option, file);
            fault = null;
        }
    }

    private void report(String found) {
        if (!found.equals(fault)) {
            LOG.error("{}. The keys that were read before stay in use", found);
            fault = found;
        }
    }
}

package io.heartline.node;

import io.heartline.trust.CertificateFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the node's listener, read again when its files change. Connections that are open keep theirs. If the new
 * files are of no use, the certificate stays as it was, and the log says so once.
 *
 * <p>State: the certificate, written on an event loop; and the last fault, on the thread that looks. Only one looks at a time.
 */
public final class ListenerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerCertificate.class);
    private static final long LOOK_MILLIS = 1_000;

    private final CertificateFiles files;
    private volatile PemKeyCertOptions shown;
    private volatile String fault = "";
    private volatile boolean told;

    private ListenerCertificate(CertificateFiles files) {
        this.files = files;
        this.shown = files.read();
    }

    /** Reads and checks the files, blocking; throws {@link IllegalArgumentException} if they are of no use. */
    public static ListenerCertificate read(CertificateFiles files) {
        return new ListenerCertificate(files);
    }

    /** The certificate that new connections get. */
    PemKeyCertOptions shown() {
        return shown;
    }

    /** Looks at the files every second from now on, and gives a new certificate to {@code listener}. */
    void watch(Vertx vertx, Function<PemKeyCertOptions, Future<Boolean>> listener) {
        vertx.setTimer(LOOK_MILLIS, timer -> vertx.executeBlocking(this::changed)
                .compose(changed -> changed == null ? Future.succeededFuture() : show(changed, listener))
                .onComplete(looked -> watch(vertx, listener)));
    }

    /** The certificate in the files, if it is another one and of use; else null. Blocking. */
    @Nullable
    PemKeyCertOptions changed() {
        try {
            PemKeyCertOptions content = files.content();
            boolean same = content.equals(shown);
            if (!same) {
                files.check(content);
            }
            fault = "";
            return same ? null : content;
        } catch (IllegalArgumentException e) {
            onFault(String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Logs a fault once, and only if the next look finds it too: two files are not replaced at the same moment. */
    private void onFault(String now) {
        if (!now.equals(fault)) {
            fault = now;
            told = false;
        } else if (!told) {
            told = true;
            LOG.warn("The certificate of the listener stays as it is: {}", now);
        }
    }

    private Future<Boolean> show(PemKeyCertOptions changed, Function<PemKeyCertOptions, Future<Boolean>> listener) {
        return listener.apply(changed)
                .onSuccess(done -> {
                    shown = changed;
                    LOG.info("New connections get the new certificate in {}", files.certificate().file());
                })
                .onFailure(e -> LOG.warn("The certificate of the listener stays as it is", e));
    }
}

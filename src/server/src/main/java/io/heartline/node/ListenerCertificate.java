package io.heartline.node;

import io.heartline.trust.CertificateFiles;
import io.heartline.trust.RereadFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the node's listener, read again when its files change. Connections that are open keep theirs. If the new
 * files are of no use, the certificate stays as it was, and the log says so once. Any thread.
 */
public final class ListenerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerCertificate.class);

    private final CertificateFiles files;
    private final RereadFiles<PemKeyCertOptions> reread;

    private ListenerCertificate(CertificateFiles files) {
        this.files = files;
        this.reread = new RereadFiles<>(files.read(), files::content, files::check);
    }

    /** Reads and checks the files, blocking; throws {@link IllegalArgumentException} if they are of no use. */
    public static ListenerCertificate read(CertificateFiles files) {
        return new ListenerCertificate(files);
    }

    /** The certificate that new connections get. */
    PemKeyCertOptions shown() {
        return reread.current();
    }

    /** Looks at the files every second from now on, and gives a new certificate to {@code listener}. */
    void watch(Vertx vertx, Function<PemKeyCertOptions, Future<Boolean>> listener) {
        reread.watch(
                vertx,
                changed -> listener.apply(changed)
                        .onSuccess(shown -> LOG.info(
                                "New connections get the new certificate in {}",
                                files.certificate().file())),
                ListenerCertificate::onFault);
    }

    /** The certificate in the files, if it is another one and of use; else null. Blocking. */
    @Nullable
    PemKeyCertOptions changed() {
        return reread.changed(ListenerCertificate::onFault);
    }

    private static void onFault(String fault) {
        LOG.warn("The certificate of the listener stays as it is: {}", fault);
    }
}

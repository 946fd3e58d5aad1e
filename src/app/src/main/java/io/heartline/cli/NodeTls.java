package io.heartline.cli;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Connections of {@code health} to a node that speaks TLS. The certificate of a node on this machine is not checked: it names
 * another host, and health is no secret.
 */
final class NodeTls {
    private NodeTls() {}

    /** The default URL, by https if the node beside this command has a certificate. */
    static String scheme(String url, @Nullable String certificate) {
        return certificate == null || certificate.isEmpty() ? url : url.replaceFirst("^http:", "https:");
    }

    static HttpURLConnection open(URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure
                && InetAddress.getByName(url.getHost()).isLoopbackAddress()) {
            secure.setSSLSocketFactory(unchecked().getSocketFactory());
            secure.setHostnameVerifier((host, session) -> true);
        }
        return connection;
    }

    private static SSLContext unchecked() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this JVM has no TLS", e);
        }
    }
}

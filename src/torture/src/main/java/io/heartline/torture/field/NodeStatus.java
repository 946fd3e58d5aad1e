package io.heartline.torture.field;

import io.heartline.torture.Site;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The answers of a node to requests for its health and its view of the cluster.
 *
 * @param ready true if it accepts new traffic
 * @param safe true if it reports that all replicas are complete
 * @param ids the ids of the members that it sees, itself included
 * @param said the answers as they came, or the errors instead
 */
record NodeStatus(String node, boolean ready, boolean safe, List<String> ids, String said) {
    private static final int WITHIN_MILLIS = 3_000;

    /** Sends two requests; takes 12 s at most. */
    static NodeStatus of(Site site) {
        Answer ready = ask(site, "/health/ready");
        Answer cluster = ask(site, "/v1/cluster");
        String said = "ready: " + ready + ", cluster: " + cluster;
        try {
            JsonObject view = new JsonObject(cluster.status == 200 ? cluster.body : "{\"nodes\":[]}");
            List<String> ids = view.getJsonArray("nodes").stream()
                    .map(each -> ((JsonObject) each).getString("node"))
                    .sorted()
                    .toList();
            return new NodeStatus(site.name(), ready.status == 200, view.getBoolean("safe", false), ids, said);
        } catch (DecodeException half) {
            return new NodeStatus(site.name(), ready.status == 200, false, List.of(), said);
        }
    }

    /** True if the node is ready, sees that many members, and is safe. A single node can't be safe. */
    boolean isWhole(int count) {
        return ready && ids.size() == count && (safe || count == 1);
    }

    /** A response. Its status is 0 if there was none; the body then is the error. */
    private record Answer(int status, String body) {
        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    private static Answer ask(Site site, String path) {
        try {
            return get(site, path);
        } catch (IOException silent) {
            return new Answer(0, silent.toString());
        }
    }

    /** Uses a new connection, so that none that a fault has broken is used again. */
    private static Answer get(Site site, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(site.url() + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(WITHIN_MILLIS);
        connection.setReadTimeout(WITHIN_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        try {
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}

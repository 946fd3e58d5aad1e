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
 * What a node said when it was asked how things are.
 *
 * @param ready whether it takes new traffic
 * @param safe whether it says that everything has its copies
 * @param ids the nodes that it sees, itself included
 * @param said its own words, or what kept it from saying any
 */
record Look(String node, boolean ready, boolean safe, List<String> ids, String said) {
    private static final int WITHIN_MILLIS = 3_000;

    /** Asks two questions; takes 12 s at most. */
    static Look at(Site site) {
        Answer ready = ask(site, "/health/ready");
        Answer cluster = ask(site, "/v1/cluster");
        String said = "ready: " + ready + ", cluster: " + cluster;
        try {
            JsonObject view = new JsonObject(cluster.status == 200 ? cluster.body : "{\"nodes\":[]}");
            List<String> ids = view.getJsonArray("nodes").stream()
                    .map(each -> ((JsonObject) each).getString("node"))
                    .sorted()
                    .toList();
            return new Look(site.name(), ready.status == 200, view.getBoolean("safe", false), ids, said);
        } catch (DecodeException half) {
            return new Look(site.name(), ready.status == 200, false, List.of(), said);
        }
    }

    /** Whether it is ready, and sees so many nodes of which none lacks a copy; one node alone never has two. */
    boolean isWhole(int count) {
        return ready && ids.size() == count && (safe || count == 1);
    }

    /** Status 0 where there was none; the body then is what kept it from coming. */
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

    /** On a connection of its own: one that a fault has broken must not serve the next question. */
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

package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Queries nodes about users and the cluster, and records the answers. Owned by the run's event loop. */
final class Queries {
    private static final int WITHIN_MILLIS = 3_000;
    private static final int MOST_CONNECTIONS = 32;

    private final WorkloadContext run;
    private final HttpClient client;

    Queries(WorkloadContext run) {
        this.run = run;
        this.client = run.vertx()
                .createHttpClient(
                        new HttpClientOptions().setConnectTimeout(WITHIN_MILLIS).setDecompressionSupported(false),
                        new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    /** A node's view of a user; fails without an answer. */
    Future<Event.UserSeen> user(Site site, String user) {
        long askedAt = run.now();
        return get(site, "/v1/users/" + user).map(json -> {
            Event.UserSeen seen = new Event.UserSeen(
                    run.now(),
                    askedAt,
                    user,
                    site.name(),
                    json.getBoolean("online"),
                    json.getString("epoch"),
                    json.getLong("head", 0L),
                    json.getLong("pending"),
                    names(json, "sessions", "session"),
                    names(json, "devices", "device"));
            run.record(seen);
            return seen;
        });
    }

    private static List<String> names(JsonObject user, String list, String name) {
        return user.getJsonArray(list, new JsonArray()).stream()
                .map(one -> ((JsonObject) one).getString(name))
                .toList();
    }

    /** A node's view of the cluster; fails without an answer. */
    Future<Event.ClusterSeen> cluster(Site site) {
        return get(site, "/v1/cluster").map(json -> {
            int nodes = json.getJsonArray("nodes").size();
            Event.ClusterSeen seen = new Event.ClusterSeen(run.now(), site.name(), json.getBoolean("safe"), nodes);
            run.record(seen);
            return seen;
        });
    }

    private Future<JsonObject> get(Site site, String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(site.host())
                .setPort(site.port())
                .setURI(path)
                .setConnectTimeout(WITHIN_MILLIS);
        return client.request(options).compose(request -> {
            long timer = run.vertx().setTimer(WITHIN_MILLIS, late -> request.reset());
            return request.send().compose(Queries::json).andThen(done -> run.vertx()
                    .cancelTimer(timer));
        });
    }

    private static Future<JsonObject> json(HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.body().map(Buffer::toJsonObject)
                : response.body().compose(body -> Future.failedFuture("status " + response.statusCode()));
    }

    Future<Void> close() {
        return client.close();
    }
}

package io.heartline.api;

import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.internal.JsonFields;
import io.heartline.user.DisconnectUser;
import io.heartline.user.Removed;
import io.heartline.user.TokenCutoff;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Serves {@code POST /v1/users/{user}/disconnect}: closes all sessions of a user, and refuses tokens of the past. */
final class DisconnectEndpoint {
    private static final MediaType JSON = new MediaType(ResponseWriter.JSON);
    private static final String NOT_BEFORE = "notBefore";
    private static final int MOST_BYTES = 1_024;

    private final ApiContext api;
    private final ResponseWriter responses;

    DisconnectEndpoint(ApiContext api, ResponseWriter responses) {
        this.api = api;
        this.responses = responses;
    }

    /** The body may be absent. */
    void disconnect(RoutingContext context) {
        HttpServerRequest request = context.request();
        String user = PathSegments.user(context);
        BodyReader.read(request, MOST_BYTES, api.config().patience())
                .map(body -> command(request, body))
                .compose(command -> api.store().submit(user, command))
                .map(removed -> {
                    answer(request, user, removed);
                    return removed;
                })
                .onFailure(context::fail);
    }

    private DisconnectUser command(HttpServerRequest request, Buffer body) {
        long now = api.clock().millis();
        Long notBefore = null;
        if (body.length() > 0) {
            JSON.require(request);
            notBefore = notBefore(body, now);
        }
        return new DisconnectUser(notBefore, ThreadLocalRandom.current().nextLong(), now);
    }

    /** A time further ahead than a cutoff lasts is taken for a mistake, such as microseconds. */
    private static @Nullable Long notBefore(Buffer body, long now) {
        try {
            JsonFields fields = JsonFields.read(body.getBytes());
            for (String name : fields.namesExcept(Set.of(NOT_BEFORE))) {
                throw fields.fault(name, "is unknown");
            }
            return fields.wholeNumber(NOT_BEFORE, 0, now + TokenCutoff.LASTS_MILLIS);
        } catch (MalformedJson fault) {
            String detail = "The request is malformed: " + fault.getMessage() + ".";
            throw new Problem(ErrorCode.BAD_REQUEST, detail, fault.field(), null, null).exception();
        }
    }

    private void answer(HttpServerRequest request, String user, Removed removed) {
        if (removed.found()) {
            api.removed().accept(user, removed);
        }
        responses.noContent(request);
    }
}

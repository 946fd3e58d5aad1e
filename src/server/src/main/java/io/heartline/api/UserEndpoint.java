package io.heartline.api;

import io.heartline.store.UserStore;
import io.heartline.user.Clear;
import io.heartline.user.Describe;
import io.heartline.user.Device;
import io.heartline.user.FindMessage;
import io.heartline.user.LiveSession;
import io.heartline.user.MessageView;
import io.heartline.user.RemoveDevice;
import io.heartline.user.RemoveSession;
import io.heartline.user.Removed;
import io.heartline.user.UserCommand;
import io.heartline.user.UserView;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Consumer;

/** Serves the operations on users, their messages, devices and sessions, for operators. */
final class UserEndpoint {
    private final ApiContext api;
    private final UserStore store;
    private final ResponseWriter responses;

    UserEndpoint(ApiContext api, ResponseWriter responses) {
        this.api = api;
        this.store = api.store();
        this.responses = responses;
    }

    /** {@code GET /v1/users/{user}}. An unknown user has no devices and no messages. */
    void describe(RoutingContext context) {
        String user = PathSegments.user(context);
        submit(context, user, new Describe(now()), view -> responses.ok(context.request(), json(user, view)));
    }

    /** {@code DELETE /v1/users/{user}/messages}. */
    void clear(RoutingContext context) {
        submit(
                context,
                PathSegments.user(context),
                new Clear(now()),
                cleared -> responses.noContent(context.request()));
    }

    /** {@code GET /v1/users/{user}/messages/{id}}. */
    void message(RoutingContext context) {
        FindMessage find = new FindMessage(PathSegments.last(context, "id"), now());
        submit(context, PathSegments.user(context), find, found -> {
            MessageView view = found.orElseThrow(() -> notFound("message"));
            responses.ok(context.request(), json(view));
        });
    }

    /** {@code DELETE /v1/users/{user}/devices/{device}}. */
    void removeDevice(RoutingContext context) {
        remove(context, new RemoveDevice(PathSegments.last(context, "device"), now()), "device");
    }

    /** {@code DELETE /v1/users/{user}/sessions/{session}}. */
    void removeSession(RoutingContext context) {
        remove(context, new RemoveSession(PathSegments.last(context, "session"), now()), "session");
    }

    private void remove(RoutingContext context, UserCommand<Removed> command, String thing) {
        HttpServerRequest request = context.request();
        String user = PathSegments.user(context);
        submit(context, user, command, removed -> {
            if (!removed.found()) {
                throw notFound(thing);
            }
            api.removed().accept(user, removed);
            responses.noContent(request);
        });
    }

    /** Submits a command and answers with its outcome, or with the problem. */
    private <R> void submit(RoutingContext context, String user, UserCommand<R> command, Consumer<R> answer) {
        store.submit(user, command)
                .map(outcome -> {
                    answer.accept(outcome);
                    return outcome;
                })
                .onFailure(context::fail);
    }

    private long now() {
        return api.clock().millis();
    }

    private static ProblemException notFound(String thing) {
        return Problem.of(ErrorCode.NOT_FOUND, "The user has no such " + thing + ".")
                .exception();
    }

    private static JsonObject json(String user, UserView view) {
        JsonArray sessions = new JsonArray();
        JsonArray devices = new JsonArray();
        for (Device device : view.devices()) {
            if (device.session() != null) {
                sessions.add(json(device.name(), device.session()));
            }
            devices.add(new JsonObject()
                    .put("device", device.name())
                    .put("acked", device.cursor())
                    .put("online", device.online())
                    .put("lastSeen", device.lastSeen()));
        }
        return new JsonObject()
                .put("user", user)
                .put("online", view.online())
                .put("epoch", view.epoch().isEmpty() ? null : view.epoch())
                .put("head", view.head())
                .put("pending", view.pending())
                .put("sessions", sessions)
                .put("devices", devices);
    }

    private static JsonObject json(String device, LiveSession session) {
        return new JsonObject()
                .put("session", session.id())
                .put("device", device)
                .put("node", session.node())
                .put("since", session.since())
                .put("transport", session.transport());
    }

    private static JsonObject json(MessageView view) {
        JsonArray devices = new JsonArray();
        view.devices()
                .forEach(receiver -> devices.add(
                        new JsonObject().put("device", receiver.device()).put("acked", receiver.acked())));
        return new JsonObject()
                .put("id", view.id())
                .put("epoch", view.position().epoch())
                .put("seq", view.position().seq())
                .put("state", view.state().name().toLowerCase(Locale.ROOT))
                .put("storedAt", view.storedAt())
                .put("devices", devices);
    }
}

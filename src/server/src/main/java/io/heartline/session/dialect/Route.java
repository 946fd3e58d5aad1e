package io.heartline.session.dialect;

import io.heartline.protocol.Names;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path for plain clients, which do not know heartline.v1. The constructor refuses invalid values, with a line for
 * each that names route and key.
 *
 * @param name the middle part of its devices' names: {@code plain:<name>:<n>}
 * @param words the heartbeats; the first that matches counts
 * @param keep the time for which a device is kept after it disconnects
 * @param sockjs the path of SockJS; null if SockJS is not served
 */
public record Route(
        String name,
        PathPattern path,
        UserPlace user,
        TokenPlace token,
        List<HeartbeatWord> words,
        OtherText otherText,
        Duration keep,
        @Nullable PathPattern sockjs) {

    /** The default of {@code keep}. */
    public static final Duration KEEP = Duration.ofSeconds(60);

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    public Route {
        words = List.copyOf(words);
        List<String> faults = new ArrayList<>();
        check(faults, NAME.matcher(name).matches(), "the name must be 1-32 characters of [A-Za-z0-9_-]");
        boolean inPath = user instanceof UserPlace.InPath;
        check(faults, path.hasUser() == inPath, "path: must have {user} where the user is in it, and only there");
        check(
                faults,
                sockjs == null || sockjs.hasUser() == inPath,
                "sockjsPath: must have {user} where the user is in the path, and only there");
        check(
                faults,
                !(user instanceof UserPlace.InToken) || token.isSomewhere(),
                "user: is missing, and there is no token to tell it");
        if (user instanceof UserPlace.Fixed fixed) {
            check(faults, Names.isUser(fixed.user()), "user: fixed: " + Names.USER_RULE);
        } else if (user instanceof UserPlace.BareValue value) {
            check(faults, value.nth() >= 1 && value.nth() <= 16, "user: value: must be from 1 to 16");
        }
        check(
                faults,
                !keep.isNegative() && keep.compareTo(MONTH) <= 0,
                "keepMillis: must be from 0 to " + MONTH.toMillis());
        check(
                faults,
                sockjs == null || !(token instanceof TokenPlace.InSubprotocol),
                "token: subprotocol: SockJS has none; use a query parameter");
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(
                    "\n", faults.stream().map(fault -> name + ": " + fault).toList()));
        }
    }

    private static void check(List<String> faults, boolean sound, String fault) {
        if (!sound) {
            faults.add(fault);
        }
    }

    /** The user that a request to this route names; null if it names none, or a malformed one. */
    public @Nullable String userIn(String requested, Query query) {
        PathPattern pattern = sockjs != null && !path.matches(requested) ? sockjs : path;
        return user.find(pattern, requested, query);
    }

    /** The heartbeat that a text is; null if it is none. */
    public @Nullable HeartbeatWord heartbeat(String text) {
        JsonObject json = text.stripLeading().startsWith("{") && !words.isEmpty() ? json(text) : null;
        return words.stream()
                .filter(word -> word.isMeant(text, json))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable JsonObject json(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException e) {
            return null;
        }
    }
}

package io.heartline.cli;

import io.heartline.session.plain.HeartbeatWord;
import io.heartline.session.plain.OtherText;
import io.heartline.session.plain.PathPattern;
import io.heartline.session.plain.Route;
import io.heartline.session.plain.TokenPlace;
import io.heartline.session.plain.UserPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one plain route from its part of a file. A key that can't be read is a fault, and the rest is still read. */
final class RouteReader {
    private static final Set<String> KEYS =
            Set.of("path", "user", "token", "heartbeats", "otherText", "keepMillis", "sockjs", "sockjsPath");

    private final String name;
    private final Map<?, ?> keys;
    private final List<String> faults;

    /** One of several alternatives: {@code open}, or {@code query: token}. */
    private record Choice(String way, @Nullable Object what) {
        @Nullable
        String text() {
            return what instanceof String text && !text.isEmpty() ? text : null;
        }
    }

    /** Faults are added to {@code faults}, naming route and key. */
    RouteReader(String name, Map<?, ?> keys, List<String> faults) {
        this.name = name;
        this.keys = keys;
        this.faults = faults;
    }

    /** The route; null if there were faults. */
    @Nullable
    Route read() {
        int before = faults.size();
        keys.keySet().stream()
                .filter(key -> !KEYS.contains(String.valueOf(key)))
                .forEach(key -> fault(key + ": is no key of a route; there are " + String.join(", ", sorted(KEYS))));
        PathPattern path = path("path");
        boolean complete = path != null;
        PathPattern whole = path != null ? path : PathPattern.of(keys.containsKey("user") ? "/x" : "/x/{user}");
        try {
            Route route = new Route(name, whole, user(whole), token(), words(), otherText(), keep(), sockjs(whole));
            return complete && faults.size() == before ? route : null;
        } catch (IllegalArgumentException e) {
            faults.addAll(String.valueOf(e.getMessage()).lines().toList());
            return null;
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private void fault(String fault) {
        faults.add(name + ": " + fault);
    }

    private @Nullable PathPattern path(String key) {
        if (!(keys.get(key) instanceof String path)) {
            fault(key + (keys.containsKey(key) ? ": must be a text" : ": is missing"));
            return null;
        }
        try {
            return PathPattern.of(path);
        } catch (IllegalArgumentException e) {
            fault(key + ": " + e.getMessage());
            return null;
        }
    }

    private @Nullable PathPattern sockjs(PathPattern path) {
        if (!flag("sockjs")) {
            if (keys.containsKey("sockjsPath")) {
                fault("sockjsPath: is of no use without sockjs: true");
            }
            return null;
        }
        return keys.containsKey("sockjsPath") ? path("sockjsPath") : path;
    }

    private boolean flag(String key) {
        Object value = keys.get(key);
        if (keys.containsKey(key) && !(value instanceof Boolean)) {
            fault(key + ": must be true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    private Duration keep() {
        Object value = keys.get("keepMillis");
        if (value instanceof Integer || value instanceof Long) {
            return Duration.ofMillis(((Number) value).longValue());
        }
        if (keys.containsKey("keepMillis")) {
            fault("keepMillis: must be a whole number");
        }
        return Route.KEEP;
    }

    private UserPlace user(PathPattern path) {
        UserPlace unsaid = path.hasUser() ? new UserPlace.InPath() : new UserPlace.InToken();
        if (!keys.containsKey("user")) {
            return unsaid;
        }
        UserPlace place = choice("user", "{query: NAME}, {value: N} or {fixed: USER}", choice -> switch (choice.way()) {
            case "query" -> choice.text() == null ? null : new UserPlace.InQuery(choice.text());
            case "fixed" -> choice.text() == null ? null : new UserPlace.Fixed(choice.text());
            case "value" -> choice.what() instanceof Integer nth ? new UserPlace.BareValue(nth) : null;
            default -> null;
        });
        return place != null ? place : path.hasUser() ? unsaid : new UserPlace.Fixed("x");
    }

    private TokenPlace token() {
        if (!keys.containsKey("token")) {
            return new TokenPlace.Unsaid();
        }
        TokenPlace place =
                choice("token", "{query: NAME}, header, subprotocol or open", choice -> switch (choice.way()) {
                    case "query" -> choice.text() == null ? null : new TokenPlace.InQuery(choice.text());
                    case "header" -> choice.what() != null ? null : new TokenPlace.InHeader();
                    case "subprotocol" -> choice.what() != null ? null : new TokenPlace.InSubprotocol();
                    case "open" -> choice.what() != null ? null : new TokenPlace.Open();
                    default -> null;
                });
        return place != null ? place : new TokenPlace.InQuery("x");
    }

    private OtherText otherText() {
        if (!keys.containsKey("otherText")) {
            return new OtherText.Ignore();
        }
        OtherText fate = choice("otherText", "ignore, echo or {forward: ADDRESS}", choice -> switch (choice.way()) {
            case "ignore" -> choice.what() != null ? null : new OtherText.Ignore();
            case "echo" -> choice.what() != null ? null : new OtherText.Echo();
            case "forward" -> choice.text() == null ? null : new OtherText.Forward(choice.text());
            default -> null;
        });
        return fate != null ? fate : new OtherText.Ignore();
    }

    /** Reads the one alternative that a key names; adds a fault and returns null if {@code meaning} does not know it. */
    private <T> @Nullable T choice(String key, String ways, Function<Choice, @Nullable T> meaning) {
        Object value = keys.get(key);
        Choice choice = new Choice("", null);
        if (value instanceof String way) {
            choice = new Choice(way, null);
        } else if (value instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            choice = new Choice(String.valueOf(only.getKey()), only.getValue());
        }
        T meant = meaning.apply(choice);
        if (meant == null) {
            fault(key + ": must be " + ways);
        }
        return meant;
    }

    private List<HeartbeatWord> words() {
        Object value = keys.get("heartbeats");
        if (value == null && !keys.containsKey("heartbeats")) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            fault("heartbeats: must be a list of {text: TEXT} or {json: FIELDS}, each with an answer or without");
            return List.of();
        }
        List<HeartbeatWord> words = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            HeartbeatWord word = list.get(i) instanceof Map<?, ?> map ? word(map) : null;
            if (word == null) {
                fault("heartbeats: the one at " + (i + 1) + " must be {text: TEXT} or {json: FIELDS}, with an answer or"
                        + " without; texts that look like numbers need quotes");
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private static @Nullable HeartbeatWord word(Map<?, ?> map) {
        boolean known = Set.of("text", "json", "answer").containsAll(map.keySet());
        boolean one = map.containsKey("text") != map.containsKey("json");
        Object answer = map.get("answer");
        if (!known || !one || !(answer == null || answer instanceof String)) {
            return null;
        }
        if (map.get("text") instanceof String text) {
            return new HeartbeatWord(new HeartbeatWord.Word.Text(text), (String) answer);
        }
        if (map.get("json") instanceof Map<?, ?> fields && !fields.isEmpty()) {
            Map<String, Object> wanted = new LinkedHashMap<>();
            fields.forEach((field, wants) -> wanted.put(String.valueOf(field), wants));
            return new HeartbeatWord(new HeartbeatWord.Word.Fields(wanted), (String) answer);
        }
        return null;
    }
}

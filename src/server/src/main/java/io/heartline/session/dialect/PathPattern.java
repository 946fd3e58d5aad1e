package io.heartline.session.dialect;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path of a route: {@code /ws}, or {@code /ws/{user}}, in which one segment is the user. Literal segments are
 * compared undecoded.
 */
public final class PathPattern {
    private static final String USER = "{user}";
    /** First segments of Heartline's own paths. */
    private static final Set<String> TAKEN = Set.of("v1", "health", "metrics", "openapi.json");

    private final List<String> segments;

    private PathPattern(List<String> segments) {
        this.segments = segments;
    }

    /** Reads a path; throws {@link IllegalArgumentException} with the fault. */
    public static PathPattern of(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("must begin with /");
        }
        if (path.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '?' || c == '#')) {
            throw new IllegalArgumentException(
                    "must be a path as it is sent: no blanks, no query, other letters as %..");
        }
        List<String> segments = split(path);
        long users = segments.stream().filter(USER::equals).count();
        long braces = segments.stream()
                .filter(segment -> segment.contains("{") || segment.contains("}"))
                .count();
        if (users > 1 || braces > users) {
            throw new IllegalArgumentException("may have {user} as one whole segment, and no other braces");
        }
        if (TAKEN.contains(segments.get(0))) {
            throw new IllegalArgumentException("must not take in paths of Heartline itself: /" + segments.get(0));
        }
        if (segments.get(0).equals(USER)) {
            throw new IllegalArgumentException("can't begin with {user}: it would take in /metrics and others");
        }
        return new PathPattern(segments);
    }

    /** The segments of a path; none if it does not begin with a slash. */
    private static List<String> split(String path) {
        return path.startsWith("/") ? Arrays.asList(path.substring(1).split("/", -1)) : List.of();
    }

    public boolean hasUser() {
        return segments.contains(USER);
    }

    /** Tells whether a request of this path matches. */
    public boolean matches(String path) {
        List<String> others = split(path);
        return others.size() == segments.size() && begins(others);
    }

    /** Tells whether a request of this path, or of one below it, matches. */
    public boolean contains(String path) {
        List<String> others = split(path);
        return others.size() >= segments.size() && begins(others);
    }

    private boolean begins(List<String> others) {
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).equals(USER) && !segments.get(i).equals(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a request can match both patterns. */
    boolean overlaps(PathPattern other) {
        return segments.size() == other.segments.size() && meets(other);
    }

    /** Tells whether a request below this pattern can match the other. */
    boolean holds(PathPattern other) {
        return other.segments.size() > segments.size() && meets(other);
    }

    private boolean meets(PathPattern other) {
        for (int i = 0; i < segments.size(); i++) {
            String mine = segments.get(i);
            String its = other.segments.get(i);
            if (!mine.equals(its) && !mine.equals(USER) && !its.equals(USER)) {
                return false;
            }
        }
        return true;
    }

    /** The user in a path that {@link #contains} this; null if the pattern has no user or it is malformed. */
    @Nullable
    String user(String path) {
        int place = segments.indexOf(USER);
        return place < 0 ? null : Percent.decode(split(path).get(place), false);
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}

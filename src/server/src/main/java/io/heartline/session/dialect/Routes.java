package io.heartline.session.dialect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plain routes of a node. The constructor refuses routes that collide, and names them. */
public record Routes(List<Route> all) {
    public static final Routes NONE = new Routes(List.of());

    public Routes {
        all = List.copyOf(all);
        List<String> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Route route : all) {
            if (!names.add(route.name())) {
                faults.add(route.name() + ": the name is given twice");
            }
        }
        for (int i = 0; i < all.size(); i++) {
            for (Route before : all.subList(0, i)) {
                collisions(before, all.get(i), faults);
            }
        }
        all.forEach(route -> collisions(route, faults));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    private static void collisions(Route before, Route route, List<String> faults) {
        if (before.path().overlaps(route.path())) {
            faults.add(route.name() + ": path: " + route.path() + " is taken by the route '" + before.name() + "'");
        }
        PathPattern sockjs = route.sockjs();
        PathPattern other = before.sockjs();
        boolean both = sockjs != null
                && other != null
                && (sockjs.overlaps(other) || sockjs.holds(other) || other.holds(sockjs));
        if (both || within(before.path(), sockjs)) {
            faults.add(route.name() + ": sockjsPath: " + sockjs + " collides with the route '" + before.name() + "'");
        }
        if (within(route.path(), other)) {
            faults.add(before.name() + ": sockjsPath: " + other + " collides with the route '" + route.name() + "'");
        }
    }

    /** SockJS may be served below the path of its own route: exactly that path is the WebSocket. */
    private static void collisions(Route route, List<String> faults) {
        PathPattern sockjs = route.sockjs();
        if (sockjs != null && sockjs.holds(route.path())) {
            faults.add(route.name() + ": sockjsPath: " + sockjs + " takes in the route's own path");
        }
    }

    private static boolean within(PathPattern path, @Nullable PathPattern sockjs) {
        return sockjs != null && (sockjs.overlaps(path) || sockjs.holds(path));
    }

    /**
     * The conflicts with the rest of the configuration, one sentence each.
     *
     * @param tokens true if clients need tokens
     * @param inbound the addresses that clients may send to
     */
    public List<String> faults(boolean tokens, Set<String> inbound) {
        List<String> faults = new ArrayList<>();
        for (Route route : all) {
            if (tokens && route.token() instanceof TokenPlace.Unsaid) {
                faults.add(
                        route.name() + ": token: is missing, and --auth asks for tokens; say where it is, or say open"
                                + " if everybody may be whom the URL names");
            }
            if (!tokens && route.user() instanceof UserPlace.InToken) {
                faults.add(route.name() + ": user: is missing; without --auth jwt no token tells it");
            }
            if (route.otherText() instanceof OtherText.Forward forward && !inbound.contains(forward.to())) {
                faults.add(route.name() + ": otherText: forward: '" + forward.to() + "' is not listed in --inbound");
            }
        }
        return faults;
    }

    /** The route whose WebSocket has this path; null if there is none. */
    public @Nullable Route at(String path) {
        for (Route route : all) {
            if (route.path().matches(path)) {
                return route;
            }
        }
        return null;
    }

    /** The route whose SockJS has this path; null if there is none. */
    public @Nullable Route sockjsAt(String path) {
        for (Route route : all) {
            if (route.sockjs() != null && route.sockjs().contains(path)) {
                return route;
            }
        }
        return null;
    }
}

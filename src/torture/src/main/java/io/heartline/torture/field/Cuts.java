package io.heartline.torture.field;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is cut, and who is cut off by it and counts as lost. Owned by the thread that calls the field. */
final class Cuts {
    private final Network network;
    private final Map<String, Place> places;
    private final Set<String> cutOff = new LinkedHashSet<>();

    /** @param places by name; one that comes later is seen */
    Cuts(Network network, Map<String, Place> places) {
        this.network = network;
        this.places = places;
    }

    void cut(String one, String other) throws IOException {
        network.block(one, other);
        network.block(other, one);
    }

    void isolate(String node, boolean fromClientsToo) throws IOException {
        lose(List.of(node));
        for (String other : places.keySet()) {
            if (!other.equals(node)) {
                cut(node, other);
            }
        }
        if (fromClientsToo) {
            cut(node, Network.CLIENTS);
        }
    }

    void split(List<String> one, List<String> other) throws IOException {
        lose(one.size() < other.size() ? one : other);
        for (String here : one) {
            for (String there : other) {
                cut(here, there);
            }
        }
    }

    /** Undoes all cuts and slow links. */
    void mend() throws IOException {
        network.mend();
        for (String node : cutOff) {
            Place place = places.get(node);
            if (place != null && place.isRunning()) {
                place.back();
            }
        }
        cutOff.clear();
    }

    private void lose(List<String> nodes) {
        for (String node : nodes) {
            Place place = places.get(node);
            if (place != null && cutOff.add(node)) {
                place.lost("cut off");
            }
        }
    }
}

package io.heartline.torture.field;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Network cuts, and the nodes that count as lost because of them. Owned by the thread that calls the field. */
final class Cuts {
    private final Network network;
    private final Map<String, NodeProcess> processes;
    private final Set<String> cutOff = new LinkedHashSet<>();

    /** @param processes the processes by node name; later additions are seen */
    Cuts(Network network, Map<String, NodeProcess> processes) {
        this.network = network;
        this.processes = processes;
    }

    void cut(String one, String other) throws IOException {
        network.block(one, other);
        network.block(other, one);
    }

    void isolate(String node, boolean fromClientsToo) throws IOException {
        lose(List.of(node));
        for (String other : processes.keySet()) {
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

    /** Removes all cuts and slow links. */
    void mend() throws IOException {
        network.mend();
        for (String node : cutOff) {
            NodeProcess process = processes.get(node);
            if (process != null && process.isRunning()) {
                process.back();
            }
        }
        cutOff.clear();
    }

    private void lose(List<String> nodes) {
        for (String node : nodes) {
            NodeProcess process = processes.get(node);
            if (process != null && cutOff.add(node)) {
                process.lost("cut off");
            }
        }
    }
}

package io.heartline.torture.nemesis;

import io.heartline.torture.Site;
import io.heartline.torture.field.Capability;
import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A field without nodes. It records the actions, and the faults that are not undone. */
final class FakeField implements Field {
    final List<String> done = new ArrayList<>();
    /** The faults that are not undone. */
    final Set<String> harm = new LinkedHashSet<>();

    final Set<Capability> missing = EnumSet.noneOf(Capability.class);
    /** The call that fails, named as in {@link #done}, after this action. */
    String failsAt = "";

    /** True if {@link #awaitWhole} fails. */
    boolean staysBroken;

    private final int nodes;
    private final int spares;

    FakeField(int nodes, int spares) {
        this.nodes = nodes;
        this.spares = spares;
    }

    private void act(String what) throws IOException {
        done.add(what);
        if (what.equals(failsAt)) {
            throw new IOException("can't: " + what);
        }
    }

    private void harm(String what) throws IOException {
        harm.add(what); // half of it takes effect even if it fails
        act(what);
    }

    @Override
    public List<Site> sites() {
        return sites(1, nodes);
    }

    @Override
    public List<Site> spares() {
        return sites(nodes + 1, nodes + spares);
    }

    private static List<Site> sites(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(n -> new Site("node-" + n, "nowhere", n, n))
                .toList();
    }

    @Override
    public String clientHost() {
        return "nowhere";
    }

    @Override
    public Optional<String> missing(Capability ability) {
        return missing.contains(ability) ? Optional.of("not here") : Optional.empty();
    }

    @Override
    public boolean isRunning(String node) {
        return !harm.contains("kill " + node) && !harm.contains("terminate " + node);
    }

    @Override
    public long pid(String node) throws IOException {
        throw new IOException("there is no process behind " + node);
    }

    @Override
    public String log(String node) {
        return "";
    }

    @Override
    public void startAll() throws IOException {
        act("start all");
    }

    @Override
    public void start(String node, String... options) throws IOException {
        harm.remove("terminate " + node);
        if (Integer.parseInt(node.substring("node-".length())) > nodes) {
            harm("start " + node);
        } else {
            act("start " + node);
        }
    }

    @Override
    public void startWithFullDisk(String node) throws IOException {
        harm.remove("terminate " + node);
        harm("full disk " + node);
    }

    @Override
    public void awaitReady(String node, Duration within) throws IOException {
        act("ready " + node);
    }

    @Override
    public void kill(String node) throws IOException {
        harm("kill " + node);
    }

    @Override
    public void terminate(String node) throws IOException {
        harm("terminate " + node);
    }

    @Override
    public void stop(String node) throws IOException {
        harm("stop " + node);
    }

    @Override
    public void resume(String node) throws IOException {
        harm.remove("stop " + node);
        act("resume " + node);
    }

    @Override
    public void starve(String node) throws IOException {
        harm("starve " + node);
    }

    @Override
    public void setClock(String node, Duration ahead) throws IOException {
        harm("clock " + node);
    }

    @Override
    public void cut(String one, String other) throws IOException {
        harm("cut " + one + " " + other);
    }

    @Override
    public void cutOneWay(String from, String to) throws IOException {
        harm("cut one way " + from + " " + to);
    }

    @Override
    public void isolate(String node, boolean fromClientsToo) throws IOException {
        harm("isolate " + node);
    }

    @Override
    public void split(List<String> one, List<String> other) throws IOException {
        harm("split");
    }

    @Override
    public void slow(String node, int kilobits) throws IOException {
        harm("slow " + node);
    }

    @Override
    public void mend() throws IOException {
        act("mend");
    }

    @Override
    public void restore() throws IOException {
        harm.clear();
        act("restore");
    }

    @Override
    public void awaitWhole(Duration within) throws NotWhole {
        done.add("whole");
        if (staysBroken) {
            throw new NotWhole("not whole", List.of("node-1: alone"));
        }
    }

    @Override
    public void close() {
        done.add("close");
    }
}

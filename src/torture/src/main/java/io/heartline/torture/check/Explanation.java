package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Acknowledged;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.ClusterSeen;
import io.heartline.torture.history.Event.Deafened;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Departing;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.FaultEnded;
import io.heartline.torture.history.Event.GivenUp;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Muted;
import io.heartline.torture.history.Event.NodeBack;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.NodeReady;
import io.heartline.torture.history.Event.NodeStarted;
import io.heartline.torture.history.Event.Phase;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import io.heartline.torture.history.HistoryFile;
import io.heartline.torture.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The explanation of a violation, from a second pass over its history: the events of its messages and connections, and of the nodes
 * around that time. At most 80 lines of the history in their order; of each topic those nearest to the violation.
 */
public final class Explanation implements EventVisitor {
    /** The topic of a line, with its highest number of lines. */
    private enum Topic {
        MESSAGES(34),
        NODES(20),
        CONNECTIONS(14),
        TRAFFIC(8),
        USER(4);

        final int lines;

        Topic(int lines) {
            this.lines = lines;
        }
    }

    private final Violation violation;
    private final Set<Long> linksOfUser = new HashSet<>();
    private final Map<String, ClusterSeen> clusterSeen = new HashMap<>();
    private final Map<Topic, PriorityQueue<Told>> told = new EnumMap<>(Topic.class);
    private long order;

    public Explanation(Violation violation) {
        this.violation = violation;
        for (Topic topic : Topic.values()) {
            told.put(
                    topic,
                    new PriorityQueue<>(Comparator.comparingLong(this::distance).reversed()));
        }
    }

    /** Explains a violation of a history file. */
    public static List<String> of(Path history, Violation violation) throws IOException {
        Explanation explanation = new Explanation(violation);
        HistoryReader.read(history, explanation::accept);
        return explanation.lines();
    }

    /** Takes the next event of the history. */
    public void accept(Event event) {
        order++;
        on(event);
    }

    /** The violation, and the lines that explain it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(violation.toString());
        told.values().stream()
                .flatMap(PriorityQueue::stream)
                .sorted(Comparator.comparingLong(Told::order))
                .forEach(one -> lines.add(HistoryFile.line(one.event)));
        return lines;
    }

    private void tell(Topic topic, Event event) {
        PriorityQueue<Told> lines = told.get(topic);
        if (lines != null) {
            lines.add(new Told(order, event));
            if (lines.size() > topic.lines) {
                lines.remove();
            }
        }
    }

    private long distance(Told one) {
        return Math.abs(one.event.at() - violation.at());
    }

    private void tellPush(String user, String id, Event event) {
        if (user.equals(violation.user()) && violation.ids().contains(id)) {
            tell(Topic.MESSAGES, event);
        }
    }

    private void tellConnection(long link, Event event) {
        if (violation.links().contains(link)) {
            tell(Topic.CONNECTIONS, event);
        } else if (linksOfUser.contains(link)) {
            tell(Topic.USER, event);
        }
    }

    // spotless:off
    @Override public void onTried(Tried e) { tellPush(e.user(), e.id(), e); }
    @Override public void onAnswered(Answered e) { tellPush(e.user(), e.id(), e); }
    @Override public void onGivenUp(GivenUp e) { tellPush(e.user(), e.id(), e); }
    @Override public void onWelcomed(Welcomed e) { tellConnection(e.link(), e); }
    @Override public void onMuted(Muted e) { tellConnection(e.link(), e); }
    @Override public void onDeafened(Deafened e) { tellConnection(e.link(), e); }
    @Override public void onDeparting(Departing e) { tellConnection(e.link(), e); }
    @Override public void onGoodbye(Goodbye e) { tellConnection(e.link(), e); }
    @Override public void onEnded(Ended e) { tellConnection(e.link(), e); }
    @Override public void onNodeStarted(NodeStarted e) { tell(Topic.NODES, e); }
    @Override public void onNodeReady(NodeReady e) { tell(Topic.NODES, e); }
    @Override public void onNodeLost(NodeLost e) { tell(Topic.NODES, e); }
    @Override public void onNodeBack(NodeBack e) { tell(Topic.NODES, e); }
    @Override public void onFaultBegun(FaultBegun e) { tell(Topic.NODES, e); }
    @Override public void onFaultEnded(FaultEnded e) { tell(Topic.NODES, e); }
    @Override public void onPhase(Phase e) { tell(Topic.NODES, e); }
    // spotless:on

    @Override
    public void onDialled(Dialled dialled) {
        if (dialled.user().equals(violation.user())) {
            linksOfUser.add(dialled.link());
        }
        tellConnection(dialled.link(), dialled);
    }

    @Override
    public void onDelivered(Delivered delivered) {
        if (linksOfUser.contains(delivered.link()) && violation.ids().contains(delivered.id())) {
            tell(Topic.MESSAGES, delivered);
        } else if (violation.links().contains(delivered.link())) {
            tell(Topic.TRAFFIC, delivered);
        }
    }

    @Override
    public void onAcknowledged(Acknowledged acknowledged) {
        if (violation.links().contains(acknowledged.link())) {
            tell(Topic.TRAFFIC, acknowledged);
        }
    }

    @Override
    public void onClusterSeen(ClusterSeen seen) {
        ClusterSeen before = clusterSeen.put(seen.node(), seen);
        if (before == null || before.safe() != seen.safe() || before.nodes() != seen.nodes()) {
            tell(Topic.NODES, seen);
        }
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        if (seen.user().equals(violation.user())) {
            tell(Topic.USER, seen);
        }
    }

    /** An event and the number of its line. */
    private record Told(long order, Event event) {}
}

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

/** A visitor of the events of a history. Implementations override the methods for the events that they need. */
interface EventVisitor {
    // spotless:off
    default void onTried(Tried tried) {}
    default void onAnswered(Answered answered) {}
    default void onGivenUp(GivenUp givenUp) {}
    default void onDialled(Dialled dialled) {}
    default void onWelcomed(Welcomed welcomed) {}
    default void onDelivered(Delivered delivered) {}
    default void onAcknowledged(Acknowledged acknowledged) {}
    default void onMuted(Muted muted) {}
    default void onDeafened(Deafened deafened) {}
    default void onDeparting(Departing departing) {}
    default void onGoodbye(Goodbye goodbye) {}
    default void onEnded(Ended ended) {}
    default void onNodeStarted(NodeStarted started) {}
    default void onNodeReady(NodeReady ready) {}
    default void onNodeLost(NodeLost lost) {}
    default void onNodeBack(NodeBack back) {}
    default void onFaultBegun(FaultBegun begun) {}
    default void onFaultEnded(FaultEnded ended) {}
    default void onClusterSeen(ClusterSeen seen) {}
    default void onUserSeen(UserSeen seen) {}
    default void onPhase(Phase phase) {}

    /** Called after the last event. */
    default void onEnd() {}

    /** Calls the method for the kind of an event; frequent kinds are checked first. */
    default void on(Event event) {
        if (event instanceof Delivered e) onDelivered(e);
        else if (event instanceof Acknowledged e) onAcknowledged(e);
        else if (event instanceof Tried e) onTried(e);
        else if (event instanceof Answered e) onAnswered(e);
        else if (event instanceof Dialled e) onDialled(e);
        else if (event instanceof Welcomed e) onWelcomed(e);
        else if (event instanceof Ended e) onEnded(e);
        else if (event instanceof Goodbye e) onGoodbye(e);
        else if (event instanceof UserSeen e) onUserSeen(e);
        else if (event instanceof ClusterSeen e) onClusterSeen(e);
        else if (event instanceof Muted e) onMuted(e);
        else if (event instanceof Deafened e) onDeafened(e);
        else if (event instanceof Departing e) onDeparting(e);
        else if (event instanceof GivenUp e) onGivenUp(e);
        else if (event instanceof NodeStarted e) onNodeStarted(e);
        else if (event instanceof NodeReady e) onNodeReady(e);
        else if (event instanceof NodeLost e) onNodeLost(e);
        else if (event instanceof NodeBack e) onNodeBack(e);
        else if (event instanceof FaultBegun e) onFaultBegun(e);
        else if (event instanceof FaultEnded e) onFaultEnded(e);
        else if (event instanceof Phase e) onPhase(e);
    }
    // spotless:on
}

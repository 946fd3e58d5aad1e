package io.heartline.torture.nemesis;

import io.heartline.torture.field.Capability;
import io.heartline.torture.field.Field;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The kinds of faults. Reports show the {@link #label}. */
public enum FaultKind {
    KILL("kill", Capability.SIGNALS),
    HANG("hang", Capability.SIGNALS),
    RESTART("restart", Capability.SIGNALS),
    ROLLING_RESTART("rolling restart", Capability.SIGNALS),
    ADD_NODE("add node", Capability.SIGNALS),
    REMOVE_NODE("remove node", Capability.SIGNALS),
    KILL_WHILE_ANOTHER_HANGS("kill while another hangs", Capability.SIGNALS),
    CUT_PAIR("cut pair", Capability.CUTS),
    ISOLATE("isolate", Capability.CUTS),
    ONE_WAY_CUT("one-way cut", Capability.CUTS),
    SLOW_LINK("slow link", Capability.CUTS),
    CLOCK_JUMP("clock jump", Capability.CLOCKS),
    FULL_LOG_DISK("full log disk", Capability.FULL_DISK),
    STARVED_CPU("starved cpu", Capability.SIGNALS);

    private final String label;
    private final Capability needs;

    FaultKind(String label, Capability needs) {
        this.label = label;
        this.needs = needs;
    }

    public String label() {
        return label;
    }

    /** The reason why this field does not allow it; empty if it does. */
    public Optional<String> missingOn(Field field) {
        if (this == ADD_NODE && field.spares().isEmpty()) {
            return Optional.of("there is no spare site");
        }
        int nodes = field.sites().size();
        if (nodes < nodesNeeded()) {
            return Optional.of("it takes " + nodesNeeded() + " nodes, and there are " + nodes);
        }
        return field.missing(needs);
    }

    /** The lowest number of nodes. With fewer, the fault would affect more nodes than one backup can replace. */
    int nodesNeeded() {
        return switch (this) {
            case ADD_NODE, CLOCK_JUMP, SLOW_LINK, STARVED_CPU -> 1;
            case KILL_WHILE_ANOTHER_HANGS -> 3;
            default -> 2;
        };
    }

    /** All kinds that this field allows. */
    public static Set<FaultKind> availableOn(Field field) {
        Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        kinds.removeIf(kind -> kind.missingOn(field).isPresent());
        return kinds;
    }
}

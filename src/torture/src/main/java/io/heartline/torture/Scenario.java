package io.heartline.torture;

import io.heartline.torture.check.Expectation;
import io.heartline.torture.check.Expectation.Leniency;
import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Recorder;
import io.heartline.torture.nemesis.FaultKind;
import io.heartline.torture.nemesis.FaultPlan;
import io.heartline.torture.nemesis.Nemesis;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The faults of a run, and the limits by which its history is checked. */
public enum Scenario {
    /** One fault after the other, chosen by the seed. The next one begins when the cluster is whole and safe again. */
    FAULTS {
        @Override
        void carryOut(TortureConfig config, Field field, Recorder recorder)
                throws IOException, NotWhole, InterruptedException {
            nemesis(config, field, recorder, FaultKind.availableOn(field));
        }
    },
    /** Rolling restarts of all nodes, repeatedly. */
    ROLLING {
        @Override
        void carryOut(TortureConfig config, Field field, Recorder recorder)
                throws IOException, NotWhole, InterruptedException {
            nemesis(config, field, recorder, Set.of(FaultKind.ROLLING_RESTART));
        }
    },
    /** Network partitions of a minute each. The minority refuses requests. */
    SPLIT {
        @Override
        void carryOut(TortureConfig config, Field field, Recorder recorder)
                throws IOException, NotWhole, InterruptedException {
            new Splits(config, field, recorder).run();
        }
    },
    /** The same without {@code --min-nodes}: both sides serve, and their entries are merged afterwards. */
    SPLIT_OPEN {
        @Override
        void carryOut(TortureConfig config, Field field, Recorder recorder)
                throws IOException, NotWhole, InterruptedException {
            new Splits(config, field, recorder).run();
        }

        @Override
        int minNodes(int nodes) {
            return 1;
        }
    };

    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final long ACK_WITHIN_MILLIS = 20_000;
    private static final int MOST_BACKUPS = 2;

    /** Injects the faults and undoes them. Throws {@link NotWhole} if the cluster does not recover in time. */
    abstract void carryOut(TortureConfig config, Field field, Recorder recorder)
            throws IOException, NotWhole, InterruptedException;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if the network must allow cuts. */
    public boolean needsCuts() {
        return this == SPLIT || this == SPLIT_OPEN;
    }

    /** The quorum: a majority, so that two sides never both accept. */
    int minNodes(int nodes) {
        return nodes / 2 + 1;
    }

    /** Options of the nodes. Heartbeats are more frequent than by default, so that a short run has missed ones. */
    List<String> serve(int nodes) {
        return List.of(
                "--min-nodes=" + minNodes(nodes),
                "--backups=" + backups(nodes),
                "--heartbeat-millis=" + HEARTBEAT_MILLIS,
                "--ack-within-millis=" + ACK_WITHIN_MILLIS);
    }

    /** One backup for each node of the minority, if that many are possible. */
    private int backups(int nodes) {
        return needsCuts() ? Math.max(1, Math.min(MOST_BACKUPS, Splits.minority(nodes))) : 1;
    }

    Expectation expectation(int nodes) {
        Expectation strict =
                Expectation.strict().heartbeatMillis(HEARTBEAT_MILLIS).backups(backups(nodes));
        return switch (this) {
            case FAULTS, ROLLING -> strict;
            // If the minority has more nodes than there are backups, it may hold all replicas of an entry.
            case SPLIT ->
                strict.leniency(Splits.minority(nodes) > backups(nodes) ? Leniency.CUT_AWAY : Leniency.STRICT)
                        .presenceMillis(15_000);
            case SPLIT_OPEN -> strict.leniency(Leniency.SPLIT).presenceMillis(15_000);
        };
    }

    private static void nemesis(TortureConfig config, Field field, Recorder recorder, Set<FaultKind> kinds)
            throws IOException, NotWhole, InterruptedException {
        FaultPlan.Limits limits =
                new FaultPlan.Limits(field.sites().size(), field.spares().size(), 1, config.rate(), kinds);
        new Nemesis(field, new FaultPlan(config.seed(), limits), recorder)
                .run(new Nemesis.Until(config.length(), config.faults()));
    }
}

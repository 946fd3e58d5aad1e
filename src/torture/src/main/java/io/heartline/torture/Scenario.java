package io.heartline.torture;

import io.heartline.torture.check.Expectation;
import io.heartline.torture.check.Expectation.Leniency;
import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Recorder;
import io.heartline.torture.nemesis.FaultPlan;
import io.heartline.torture.nemesis.Kind;
import io.heartline.torture.nemesis.Nemesis;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is done to a cluster under load, and what may come of it. */
public enum Scenario {
    /** One fault after the other, dealt from the seed; the cluster is whole and safe between them. */
    FAULTS {
        @Override
        void carryOut(TortureConfig config, Field field, Recorder recorder)
                throws IOException, NotWhole, InterruptedException {
            nemesis(config, field, recorder, Kind.availableOn(field));
        }
    },
    /** All nodes replaced one after the other, over and over. */
    ROLLING {
        @Override
        void carryOut(TortureConfig config, Field field, Recorder recorder)
                throws IOException, NotWhole, InterruptedException {
            nemesis(config, field, recorder, Set.of(Kind.ROLLING_RESTART));
        }
    },
    /** The network is cut in two for a minute and mended; a minority refuses. */
    SPLIT {
        @Override
        void carryOut(TortureConfig config, Field field, Recorder recorder)
                throws IOException, NotWhole, InterruptedException {
            new Splits(config, field, recorder).run();
        }
    },
    /** The same without {@code --min-nodes}: both sides go on, and what they accepted is merged. */
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

    /** Carries it out; leaves the field as it ought to be. What can't be undone in time is a finding. */
    abstract void carryOut(TortureConfig config, Field field, Recorder recorder)
            throws IOException, NotWhole, InterruptedException;

    /** As the command line says it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the network must be one that can be cut. */
    public boolean needsCuts() {
        return this == SPLIT || this == SPLIT_OPEN;
    }

    /** With fewer in sight a node refuses: a majority, so that two sides never both accept. */
    int minNodes(int nodes) {
        return nodes / 2 + 1;
    }

    /** Options of the nodes. Heartbeats come faster than by default, so that a short run sees them missed. */
    List<String> serve(int nodes) {
        return List.of(
                "--min-nodes=" + minNodes(nodes),
                "--backups=" + backups(nodes),
                "--heartbeat-millis=" + HEARTBEAT_MILLIS,
                "--ack-within-millis=" + ACK_WITHIN_MILLIS);
    }

    /** As many as nodes are cut off at once, if there can be so many. */
    private int backups(int nodes) {
        return needsCuts() ? Math.max(1, Math.min(MOST_BACKUPS, Splits.minority(nodes))) : 1;
    }

    Expectation expectation(int nodes) {
        Expectation strict =
                Expectation.strict().heartbeatMillis(HEARTBEAT_MILLIS).backups(backups(nodes));
        return switch (this) {
            case FAULTS, ROLLING -> strict;
            // A smaller side with more nodes than there are backups may have all copies of an entry.
            case SPLIT ->
                strict.leniency(Splits.minority(nodes) > backups(nodes) ? Leniency.CUT_AWAY : Leniency.STRICT)
                        .presenceMillis(15_000);
            case SPLIT_OPEN -> strict.leniency(Leniency.SPLIT).presenceMillis(15_000);
        };
    }

    private static void nemesis(TortureConfig config, Field field, Recorder recorder, Set<Kind> kinds)
            throws IOException, NotWhole, InterruptedException {
        FaultPlan.Ground ground =
                new FaultPlan.Ground(field.sites().size(), field.spares().size(), 1, config.rate(), kinds);
        new Nemesis(field, new FaultPlan(config.seed(), ground), recorder)
                .run(new Nemesis.Until(config.length(), config.faults()));
    }
}

package io.heartline.torture.workload;

import io.heartline.torture.Site;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Polls the state of users and of the cluster through every node. Owned by the run's event loop. */
final class StatusPoller {
    private static final long CLUSTER_MILLIS = 1_000;
    private static final long USER_MILLIS = 100;
    private static final int USER_JITTER_MILLIS = 100;
    private static final int MOST_ASKED = 32;

    private final WorkloadContext run;
    private final Queries queries;
    private final SplittableRandom random;
    private final Set<Site> asked = new HashSet<>();
    private int users;
    private boolean stopped;

    StatusPoller(WorkloadContext run, Queries queries) {
        this.run = run;
        this.queries = queries;
        this.random = new SplittableRandom(run.config().seed() + 1);
    }

    void start() {
        lookAtUser();
        lookAtCluster();
    }

    private void lookAtUser() {
        if (stopped) {
            return;
        }
        if (users < MOST_ASKED) {
            users++;
            String user = Devices.user(1 + random.nextInt(run.config().crowd().users()));
            queries.user(run.elsewhere(null, random), user).onComplete(seen -> users--);
        }
        run.vertx().setTimer(USER_MILLIS + random.nextInt(USER_JITTER_MILLIS + 1), now -> lookAtUser());
    }

    private void lookAtCluster() {
        if (stopped) {
            return;
        }
        for (Site site : run.sites()) {
            if (asked.add(site)) {
                queries.cluster(site).onComplete(seen -> asked.remove(site));
            }
        }
        run.vertx().setTimer(CLUSTER_MILLIS, now -> lookAtCluster());
    }

    void stop() {
        stopped = true;
    }
}

package io.heartline.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x's cluster manager, made to survive the loss of a node. While replicas are missing, Hazelcast reports writes as
 * indeterminate, which Vert.x takes for failures. A registration then fails although it took place; or the cleanup after a
 * lost node ends half way, its subscriptions stay, and this node's own are not published again.
 *
 * <p>Also, the cleanup of a node that had lost the others from sight can reach the map after the clusters have merged, and
 * remove the registrations of nodes that are there. These would never receive anything again, so each node checks its own.
 */
final class SteadyClusterManager extends HazelcastClusterManager {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyClusterManager.class);
    private static final String SUBSCRIPTIONS = "__vertx.subs";
    private static final String WHERE_NODES_LISTEN = "__vertx.nodeInfo";
    private static final int TRIES = 3;
    /** Longer than Hazelcast waits for the replicas of a write, so that the second cleanup finds all of them. */
    private static final long AGAIN_SECONDS = 7;
    /** The interval of the check: about so long a node without registrations receives nothing. */
    private static final long LOOK_SECONDS = 5;

    private record Own(String address, RegistrationInfo registration) {}

    private final Set<Own> registered = ConcurrentHashMap.newKeySet();

    // The cleanup waits for replicas, and Hazelcast's event thread must not.
    private final ScheduledThreadPoolExecutor cleaning = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "heartline-bus-cleaning");
        thread.setDaemon(true);
        return thread;
    });

    private final HazelcastInstance hazelcast;
    private volatile @Nullable RegistrationListener selectors;

    SteadyClusterManager(HazelcastInstance hazelcast) {
        super(hazelcast);
        this.hazelcast = hazelcast;
        cleaning.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
        setNodeInfo(info, TRIES, promise);
    }

    private void setNodeInfo(NodeInfo info, int tries, Completable<Void> promise) {
        Promise<Void> written = Promise.promise();
        super.setNodeInfo(info, written);
        written.future().onComplete((done, failure) -> {
            if (failure instanceof IndeterminateOperationStateException && tries > 1) {
                LOG.debug("Where the bus of this node listens was written without all copies: once more");
                setNodeInfo(info, tries - 1, promise);
            } else {
                promise.complete(null, failure);
            }
        });
    }

    @Override
    public void join(Completable<Void> promise) {
        super.join(promise);
        var unused = cleaning.scheduleWithFixedDelay(this::lookAfterOwn, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** If the outcome is unknown, assumes success. A registration that is missing is found later and made again. */
    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        if (!registration.localOnly()) {
            registered.add(new Own(address, registration));
        }
        super.addRegistration(address, registration, forgivingDoubt(address, promise));
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        registered.remove(new Own(address, registration));
        super.removeRegistration(address, registration, forgivingDoubt(address, promise));
    }

    private static Completable<Void> forgivingDoubt(String address, Completable<Void> promise) {
        return (done, failure) -> {
            boolean doubt = failure instanceof IndeterminateOperationStateException;
            if (doubt) {
                LOG.debug("Who listens to {} was written without all copies", address);
            }
            promise.complete(null, doubt ? null : failure);
        };
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // what it guards is done later
    public void memberRemoved(MembershipEvent event) {
        String node = event.getMember().getAttribute(HazelcastConfig.VERTX_NODE_ATTRIBUTE);
        if (node != null) { // otherwise it never had a bus
            cleanTwice(() -> clean(node, event));
        }
    }

    /** Does nothing if the node is back: it publishes its registrations itself. */
    private void clean(String node, MembershipEvent event) {
        if (!getNodes().contains(node)) {
            super.memberRemoved(event);
        }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // what it guards is done later
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            cleanTwice(() -> {
                super.stateChanged(event);
                lookAgain();
            });
        }
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        super.registrationListener(listener);
        selectors = listener;
    }

    /**
     * Updates the registrations that the bus has cached for each address. It is notified only of changes: a node that was
     * alone saw the others leave, but the map that it takes over from them does not change when they are back.
     */
    private void lookAgain() {
        RegistrationListener listener = selectors;
        if (listener == null) {
            return;
        }
        MultiMap<String, Object> listening = hazelcast.getMultiMap(SUBSCRIPTIONS);
        for (String address : listening.keySet()) {
            if (listener.wantsUpdatesFor(address)) {
                whoListensTo(address)
                        .onSuccess(who -> listener.registrationsUpdated(new RegistrationUpdateEvent(address, who)));
            }
        }
    }

    /** Writes those of this node's registrations again that other nodes have removed. */
    private void lookAfterOwn() {
        try {
            NodeInfo where = getNodeInfo();
            if (where != null && !hazelcast.getMap(WHERE_NODES_LISTEN).containsKey(getNodeId())) {
                setNodeInfo(where, Promise.promise());
            }
            registered.forEach(this::lookAfter);
        } catch (HazelcastException | IllegalStateException | RejectedExecutionException e) {
            LOG.debug("Not now: clusters merge, or this node is leaving", e);
        }
    }

    private void lookAfter(Own own) {
        whoListensTo(own.address).onSuccess(who -> {
            if (!who.contains(own.registration)) {
                registerAgain(own);
            }
        });
    }

    private Future<List<RegistrationInfo>> whoListensTo(String address) {
        Promise<List<RegistrationInfo>> found = Promise.promise();
        getRegistrations(address, found);
        return found.future();
    }

    private void registerAgain(Own own) {
        LOG.info("Others had lost that this node listens to {}: it says so again", own.address);
        super.addRegistration(own.address, own.registration, (done, failure) -> {
            if (!registered.contains(own)) { // it has stopped listening meanwhile
                super.removeRegistration(own.address, own.registration, Promise.promise());
            }
        });
    }

    /** Runs a cleanup of Vert.x twice. It is idempotent and logs its failures; the second time nothing should fail. */
    private void cleanTwice(Runnable clean) {
        try {
            cleaning.execute(clean);
            var unused = cleaning.schedule(clean, AGAIN_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("This node is leaving: others clean up", e);
        }
    }

    @Override
    public void leave(Completable<Void> promise) {
        cleaning.shutdown();
        super.leave(promise);
    }
}

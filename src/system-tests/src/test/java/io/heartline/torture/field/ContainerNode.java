package io.heartline.torture.field;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A site and the container that runs there, if any: locked down as it is in production. Owned by the thread that calls the
 * field. Each action is recorded before it is carried out.
 */
final class ContainerNode {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long MEMORY = 512L << 20;
    private static final int FREEZE_TRIES = 10;
    /** The nodes are asked over HTTP; a health check starts a JVM every few seconds. */
    private static final HealthCheck NO_HEALTHCHECK = new HealthCheck().withTest(List.of("NONE"));

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final Site site;
    private final String image;
    private final ContainerNetwork network;
    private final List<String> serve;
    private final Recorder recorder;
    private @Nullable GenericContainer<?> container;
    private ToStringConsumer log = new ToStringConsumer();
    private boolean paused;
    private boolean disconnected;

    ContainerNode(Site site, String image, ContainerNetwork network, List<String> serve, Recorder recorder) {
        this.site = site;
        this.image = image;
        this.network = network;
        this.serve = List.copyOf(serve);
        this.recorder = recorder;
    }

    Site site() {
        return site;
    }

    /** The output of its last container. */
    String log() {
        return log.toUtf8String();
    }

    boolean isRunning() {
        return container != null && Boolean.TRUE.equals(state().getRunning());
    }

    long pid() {
        return Objects.requireNonNull(state().getPidLong());
    }

    private ContainerState state() {
        return docker.inspectContainerCmd(id()).exec().getState();
    }

    private String id() {
        if (container == null) {
            throw new IllegalStateException(site.name() + " does not run");
        }
        return container.getContainerId();
    }

    /** Starts a new container; does nothing if one runs. */
    void start(List<String> options) {
        if (isRunning()) {
            return;
        }
        remove();
        List<String> command = new ArrayList<>(List.of("serve", "--auth=none", "--cluster-host=" + site.host()));
        command.addAll(serve);
        command.addAll(options);
        log = new ToStringConsumer();
        GenericContainer<?> next = new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(name -> false)
                // It runs for seconds, in which the optimizing compiler would cost more than it saves.
                .withEnv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
                .withCommand(command.toArray(String[]::new))
                .withLogConsumer(log)
                .waitingFor(new Nothing())
                .withCreateContainerCmdModifier(create -> create.withIpv4Address(site.host())
                        .withHealthcheck(NO_HEALTHCHECK)
                        .withHostConfig(Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new)
                                .withNetworkMode(network.id())
                                .withDns(network.gateway())
                                .withReadonlyRootfs(true)
                                .withMemory(MEMORY)
                                .withCapDrop(Capability.ALL)));
        container = next;
        next.start();
        recorder.record(new Event.NodeStarted(recorder.now(), site.name(), pid()));
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws NotWhole if it is not ready in time, or has ended
     */
    void awaitReady(Duration within) throws NotWhole, InterruptedException {
        if (!Await.until(within, PAUSE, this::isReady)) {
            throw new NotWhole(
                    site.name() + " was not ready within " + within.toSeconds() + " s",
                    List.of(NodeStatus.of(site).said(), log()));
        }
        recorder.record(new Event.NodeReady(recorder.now(), site.name(), id()));
    }

    private boolean isReady() throws NotWhole {
        if (!isRunning()) {
            throw new NotWhole(site.name() + " ended before it was ready", List.of(log()));
        }
        return NodeStatus.of(site).ready();
    }

    void kill() {
        if (isRunning()) {
            lost("killed");
            docker.killContainerCmd(id()).withSignal("KILL").exec();
            remove();
        }
    }

    /**
     * Sends SIGTERM, so that it drains and ends; does nothing if none runs.
     *
     * @throws NotWhole if it does not end by itself in this time
     */
    void terminate(Duration within) throws NotWhole {
        if (!isRunning()) {
            return;
        }
        lost("terminated");
        docker.stopContainerCmd(id()).withTimeout((int) within.toSeconds()).exec();
        Long code = state().getExitCodeLong();
        if (code == null || code != 0) {
            throw new NotWhole(site.name() + " did not drain: its container ended with " + code, List.of(log()));
        }
        remove();
    }

    void pause() throws IOException {
        lost("hung");
        for (int tries = 1; !paused; tries++) {
            paused = isFrozen(tries == FREEZE_TRIES);
        }
    }

    /** Asks the engine to freeze the processes. On a busy machine the kernel may need longer than the engine waits. */
    private boolean isFrozen(boolean lastTry) {
        try {
            docker.pauseContainerCmd(id()).exec();
            return true;
        } catch (InternalServerErrorException failure) {
            if (lastTry || !String.valueOf(failure.getMessage()).contains("unable to freeze")) {
                throw failure;
            }
            return false;
        }
    }

    void resume() {
        if (paused) {
            docker.unpauseContainerCmd(id()).exec();
            paused = false;
            back();
        }
    }

    /** Takes it off the network. */
    void disconnect() {
        lost("cut off");
        docker.disconnectFromNetworkCmd()
                .withNetworkId(network.id())
                .withContainerId(id())
                .exec();
        disconnected = true;
    }

    /** Puts it on the network again, under its old address. */
    void connect() {
        if (disconnected) {
            docker.connectToNetworkCmd()
                    .withNetworkId(network.id())
                    .withContainerId(id())
                    .withContainerNetwork(new com.github.dockerjava.api.model.ContainerNetwork()
                            .withIpamConfig(new com.github.dockerjava.api.model.ContainerNetwork.Ipam()
                                    .withIpv4Address(site.host())))
                    .exec();
            disconnected = false;
            back();
        }
    }

    private void lost(String how) {
        recorder.record(new Event.NodeLost(recorder.now(), site.name(), how));
    }

    private void back() {
        recorder.record(new Event.NodeBack(recorder.now(), site.name()));
    }

    /** Kills and removes the container. Idempotent. */
    void remove() {
        if (container != null) {
            container.stop();
            container = null;
            paused = false;
            disconnected = false;
        }
    }

    /** The caller waits until the node is ready. */
    private static final class Nothing extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}

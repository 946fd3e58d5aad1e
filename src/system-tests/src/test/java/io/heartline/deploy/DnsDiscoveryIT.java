package io.heartline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.heartline.torture.Site;
import io.heartline.torture.field.ContainerField;
import io.heartline.torture.field.ContainerField.Launch;
import io.heartline.torture.history.MemoryRecorder;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nodes find each other by a name, as pods do by that of a headless service: a name server lists each only some time
 * after it has started, and its records change under them.
 */
@NeedsDocker
class DnsDiscoveryIT {
    private static final String NAME = "heartline-nodes.heartline.test";
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(1);

    private static String image = "";

    @BeforeAll
    static void build() throws Exception {
        image = Docker.image();
    }

    private static NameServer nameServer(ContainerField field) throws Exception {
        try {
            return new NameServer(field.clientHost(), NAME);
        } catch (BindException forbidden) {
            return abort("skipped: only root may serve names, at port 53: " + forbidden.getMessage());
        }
    }

    @Test
    void nodesThatStartTogetherAreOneClusterAndOneThatComesBackIsFound() throws Exception {
        Launch launch = new Launch(image, List.of("--cluster-name=dns", "--min-nodes=2"), NAME);
        try (ContainerField field = ContainerField.open(3, 0, launch, MemoryRecorder.live());
                NameServer names = nameServer(field)) {
            List<Site> sites = field.sites();
            for (Site site : sites) {
                field.start(site.name());
            }
            for (Site site : sites) {
                names.add(site.host());
            }
            for (Site site : sites) {
                field.awaitReady(site.name(), READY_WITHIN);
            }
            field.awaitWhole(WHOLE_WITHIN);
            assertThat(names.asked()).isGreaterThanOrEqualTo(sites.size());

            Site second = sites.get(1);
            field.kill(second.name());
            names.remove(second.host());
            field.start(second.name());
            names.add(second.host());
            field.awaitReady(second.name(), READY_WITHIN);
            field.awaitWhole(WHOLE_WITHIN);
        }
    }

    @Test
    void clustersThatTheNameToldNothingOfEachOtherBecomeOneWhenItDoes() throws Exception {
        Launch launch = new Launch(image, List.of("--cluster-name=dns"), NAME);
        try (ContainerField field = ContainerField.open(2, 0, launch, MemoryRecorder.live());
                NameServer names = nameServer(field)) {
            Site first = field.sites().get(0);
            Site second = field.sites().get(1);
            names.add(first.host());
            field.start(first.name());
            field.awaitReady(first.name(), READY_WITHIN);
            names.remove(first.host());
            names.add(second.host());
            field.start(second.name());
            field.awaitReady(second.name(), READY_WITHIN);

            names.add(first.host());

            field.awaitWhole(WHOLE_WITHIN);
        }
    }
}

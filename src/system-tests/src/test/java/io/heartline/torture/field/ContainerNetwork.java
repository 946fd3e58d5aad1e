package io.heartline.torture.field;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network of containers whose addresses are chosen, not given: a node that is started again has its old one. */
record ContainerNetwork(String id, String subnet) {
    private static final int FIRST = 200;
    private static final int LAST = 240;

    /** Creates a network on the first free subnet. */
    static ContainerNetwork create(DockerClient docker) throws IOException {
        @Nullable DockerException refused = null;
        for (int n = FIRST; n <= LAST; n++) {
            String subnet = "10.213." + n + ".";
            try {
                String id = docker.createNetworkCmd()
                        .withName("heartline-it-" + n)
                        .withCheckDuplicate(true)
                        .withLabels(Map.of("io.heartline.test", "containers"))
                        .withIpam(new Ipam()
                                .withConfig(new Ipam.Config()
                                        .withSubnet(subnet + "0/24")
                                        .withGateway(subnet + "1")))
                        .exec()
                        .getId();
                return new ContainerNetwork(id, subnet);
            } catch (DockerException e) {
                if (!String.valueOf(e.getMessage()).matches("(?s).*(overlap|already exists).*")) {
                    throw new IOException("no network could be made", e);
                }
                refused = e;
            }
        }
        throw new IOException("no subnet is free for a network of containers", refused);
    }

    String gateway() {
        return subnet + "1";
    }

    /** The address of the n-th site, from 1. */
    String address(int n) {
        return subnet + (10 + n);
    }

    void remove(DockerClient docker) {
        docker.removeNetworkCmd(id).exec();
    }
}

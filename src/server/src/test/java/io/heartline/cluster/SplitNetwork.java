package io.heartline.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.server.Server;
import com.hazelcast.internal.server.ServerConnectionManager;
import com.hazelcast.internal.server.tcp.LocalAddressRegistry;
import com.hazelcast.internal.server.tcp.ServerSocketRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between the Hazelcast members of this JVM that can be cut in two and mended. While it is cut no connection
 * across the cut lives, and none is made. The event bus has connections of its own, which are not cut.
 */
final class SplitNetwork {
    private final Set<Server> servers = ConcurrentHashMap.newKeySet();
    private volatile Set<Address> oneSide = Set.of();

    /** A member on this network. */
    HazelcastInstance newInstance(Config config) {
        return HazelcastInstanceFactory.newHazelcastInstance(config, config.getInstanceName(), new CutContext());
    }

    /** Cuts these nodes off from all others. */
    void cutOff(ClusterNode... nodes) {
        oneSide =
                Set.copyOf(List.of(nodes).stream().map(SplitNetwork::addressOf).toList());
        for (Server server : servers) {
            boolean inside = oneSide.contains(server.getContext().getThisAddress());
            server.getConnections().stream()
                    .filter(connection -> connection.getRemoteAddress() != null)
                    .filter(connection -> oneSide.contains(connection.getRemoteAddress()) != inside)
                    .toList()
                    .forEach(connection -> connection.close("The network is cut", null));
        }
    }

    void mend() {
        oneSide = Set.of();
    }

    private static Address addressOf(ClusterNode node) {
        return node.hazelcast().getCluster().getLocalMember().getAddress();
    }

    private boolean isCut(Node node, Address target) {
        return oneSide.contains(node.getThisAddress()) != oneSide.contains(target);
    }

    private final class CutContext extends DefaultNodeContext {
        @Override
        public Server createServer(Node node, ServerSocketRegistry sockets, LocalAddressRegistry addresses) {
            Server server = super.createServer(node, sockets, addresses);
            servers.add(server);
            return proxy(Server.class, (method, args) -> {
                Object result = method.invoke(server, args);
                return result instanceof ServerConnectionManager connections ? cut(node, connections) : result;
            });
        }

        private ServerConnectionManager cut(Node node, ServerConnectionManager connections) {
            return proxy(ServerConnectionManager.class, (method, args) -> {
                boolean refused = List.of("get", "getOrConnect", "transmit", "blockOnConnect", "getAllConnections")
                                .contains(method.getName())
                        && addressIn(args) instanceof Address target
                        && isCut(node, target);
                return refused ? nothing(method.getReturnType()) : method.invoke(connections, args);
            });
        }

        private static Object addressIn(Object[] args) {
            return List.of(args).stream()
                    .filter(Address.class::isInstance)
                    .findFirst()
                    .orElse(null);
        }

        private static Object nothing(Class<?> type) {
            if (type == boolean.class) {
                return false;
            }
            return type == List.class ? List.of() : null;
        }
    }

    private interface Call {
        Object on(java.lang.reflect.Method method, Object[] args) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                return call.on(method, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        return type.cast(proxy);
    }
}

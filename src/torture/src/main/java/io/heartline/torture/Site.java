package io.heartline.torture;

/**
 * The fixed address of a node, running or not. A restarted node has the same site and a new process.
 *
 * @param name {@code node-1}, {@code node-2}, …, as in histories and reports
 * @param host its address: for clients, for its peers and for the event bus
 * @param port of HTTP and WebSocket
 * @param clusterPort of Hazelcast
 */
public record Site(String name, String host, int port, int clusterPort) {
    /** The base URL of its HTTP API. */
    public String url() {
        return "http://" + host + ":" + port;
    }

    /** The port of its event bus, next to that of the cluster. */
    public int busPort() {
        return clusterPort + 1;
    }

    /** The address that members join by. */
    public String member() {
        return host + ":" + clusterPort;
    }
}

package io.heartline.torture;

/**
 * Where a node lives, running or not: a restarted node has the same site and a new process.
 *
 * @param name {@code node-1}, {@code node-2}, …: how histories and reports call it
 * @param host where it listens: for clients, for its peers and for the event bus
 * @param port of HTTP and WebSocket
 * @param clusterPort of Hazelcast
 */
public record Site(String name, String host, int port, int clusterPort) {
    /** What HTTP requests begin with. */
    public String url() {
        return "http://" + host + ":" + port;
    }

    /** Where its event bus listens: the port behind that of the cluster. */
    public int busPort() {
        return clusterPort + 1;
    }

    /** What a member joins by. */
    public String member() {
        return host + ":" + clusterPort;
    }
}

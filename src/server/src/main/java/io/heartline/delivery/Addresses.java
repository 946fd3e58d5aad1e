package io.heartline.delivery;

/** The addresses of the event bus. PROTOCOL.md, section 5, promises those for other services. */
public final class Addresses {
    /** The address to which other services push. */
    public static final String PUSH = "heartline.push";
    /** The address of presence changes. */
    public static final String PRESENCE = "heartline.presence";
    /** The address of receipts. */
    public static final String RECEIPTS = "heartline.receipts";
    /** The beginning of the addresses of clients' {@code send} frames. */
    public static final String INBOUND = "heartline.inbound.";

    /** The beginning of the addresses at which gateways take hints; between gateways only. */
    static final String GATEWAY = "heartline.gateway.";
    /** The beginning of the addresses at which gateways are asked for sessions; between gateways only. */
    static final String CENSUS = "heartline.census.";

    private Addresses() {}
}

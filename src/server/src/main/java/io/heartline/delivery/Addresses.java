package io.heartline.delivery;

/** The addresses of the event bus. What other services may rely on is promised in PROTOCOL.md, section 5. */
public final class Addresses {
    /** Where other services push. */
    public static final String PUSH = "heartline.push";
    /** Where presence changes are published. */
    public static final String PRESENCE = "heartline.presence";
    /** Where receipts are published. */
    public static final String RECEIPTS = "heartline.receipts";
    /** What the addresses of clients' {@code send} frames begin with. */
    public static final String INBOUND = "heartline.inbound.";

    /** What the addresses begin with at which gateways take hints; between gateways only. */
    static final String GATEWAY = "heartline.gateway.";
    /** What the addresses begin with at which gateways say which sessions they hold; between gateways only. */
    static final String CENSUS = "heartline.census.";

    private Addresses() {}
}

package io.heartline.delivery;

import io.heartline.user.LiveSession;
import org.jspecify.annotations.Nullable;

/**
 * Names one gateway of the cluster.
 *
 * @param node the id of its node, fresh for every start of a process
 * @param index its number within the node, from 0
 */
public record GatewayId(String node, int index) {
    /** The gateway of this session. */
    public static GatewayId holding(LiveSession session) {
        return new GatewayId(session.node(), session.gateway());
    }

    /** The gateway that takes hints at this address; null where it is no such address. */
    static @Nullable GatewayId at(String address) {
        int dot = address.lastIndexOf('.');
        if (!address.startsWith(Addresses.GATEWAY) || dot < Addresses.GATEWAY.length()) {
            return null;
        }
        try {
            int index = Integer.parseInt(address, dot + 1, address.length(), 10);
            return new GatewayId(address.substring(Addresses.GATEWAY.length(), dot), index);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Where it takes hints. */
    public String address() {
        return Addresses.GATEWAY + node + "." + index;
    }

    /** Where it says which sessions it holds. */
    String censusAddress() {
        return Addresses.CENSUS + node + "." + index;
    }

    /** As logs name it. */
    @Override
    public String toString() {
        return node + "." + index;
    }
}

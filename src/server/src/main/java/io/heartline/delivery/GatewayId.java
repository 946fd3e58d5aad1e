package io.heartline.delivery;

import io.heartline.user.LiveSession;
import org.jspecify.annotations.Nullable;

/**
 * The id of one gateway of the cluster.
 *
 * @param node the id of its node, fresh for every start of a process
 * @param index its number within the node, from 0
 */
public record GatewayId(String node, int index) {
    /** The gateway of this session. */
    public static GatewayId holding(LiveSession session) {
        return new GatewayId(session.node(), session.gateway());
    }

    /** The gateway that takes hints at this address; null if it is no such address. */
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

    /** The address at which it takes hints. */
    public String address() {
        return Addresses.GATEWAY + node + "." + index;
    }

    /** The address at which it is asked for sessions. */
    String censusAddress() {
        return Addresses.CENSUS + node + "." + index;
    }

    /** The form in logs. */
    @Override
    public String toString() {
        return node + "." + index;
    }
}

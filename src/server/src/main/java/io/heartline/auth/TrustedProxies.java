package io.heartline.auth;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of the client behind proxies. The X-Forwarded-For of a request counts only as far as proxies on the list wrote
 * it: it is read from its end, which the nearest proxy wrote, to the first address that is not on the list.
 *
 * <p>Immutable; safe on any thread.
 */
public final class TrustedProxies {
    /** Believes nobody. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** An address, as proxies write it: perhaps in quotes, an IPv6 address perhaps in brackets, perhaps with a port. */
    private static final Pattern HOP =
            Pattern.compile("\"?(?:\\[([0-9A-Fa-f:.]+)\\](?::\\d+)?|([0-9.]+)(?::\\d+)?|([0-9A-Fa-f:.]+))\"?");

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /** Addresses whose first bits are the same. */
    private record Network(InetAddress first, int bits) {
        /** Reads {@code 10.0.0.1}, {@code 10.0.0.0/8} or {@code fd00::/8}; null if the text is none of them. */
        static @Nullable Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                return null;
            }
            int most = address.getAddress().length * 8;
            if (slash < 0) {
                return new Network(address, most);
            }
            String length = text.substring(slash + 1);
            int bits = length.matches("\\d{1,3}") ? Integer.parseInt(length) : most + 1;
            return bits > most ? null : new Network(address, bits);
        }

        boolean contains(InetAddress address) {
            byte[] own = first.getAddress();
            byte[] other = address.getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Reads addresses and CIDR blocks; throws {@link IllegalArgumentException} with one line for each fault. */
    public static TrustedProxies of(List<String> list) {
        List<Network> networks = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String text : list) {
            Network network = Network.parse(text.strip());
            if (network == null) {
                faults.add("proxies: must be addresses or CIDR blocks, but has '" + text + "'");
            } else {
                networks.add(network);
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new TrustedProxies(List.copyOf(networks));
    }

    /** The address of the client that sent a request; empty if it is unknown. */
    public String clientOf(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        String address = peer == null ? null : peer.hostAddress();
        return address == null ? "" : clientOf(address, request.headers().getAll(FORWARDED_FOR));
    }

    /**
     * The address of the client.
     *
     * @param peer the address of the connection
     * @param forwarded the values of X-Forwarded-For, in order
     */
    String clientOf(String peer, List<String> forwarded) {
        InetAddress connected = address(peer);
        if (connected == null || !trusts(connected)) {
            return peer;
        }
        List<String> hops = forwarded.stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .toList();
        InetAddress client = connected;
        for (int i = hops.size() - 1; i >= 0 && trusts(client); i--) {
            InetAddress before = hop(hops.get(i).strip());
            if (before == null) {
                break; // what is left of it was written by nobody that is known
            }
            client = before;
        }
        return client.getHostAddress();
    }

    /** True if the address is on the list. */
    public boolean trusts(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static @Nullable InetAddress hop(String text) {
        Matcher hop = HOP.matcher(text);
        if (!hop.matches()) {
            return null;
        }
        String bracketed = hop.group(1);
        String dotted = hop.group(2);
        return address(bracketed != null ? bracketed : dotted != null ? dotted : hop.group(3));
    }

    /** Reads an address, never a name; an IPv4 address inside IPv6 is itself. */
    private static @Nullable InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }
}

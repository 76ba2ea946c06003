// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.connector.TransportOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps webhooks away from addresses that are not public. It looks at a URL when it is registered, at every answer of the
 * name service, and at the address of every connection. A name that changes its address in between gains nothing: the
 * address that was looked at is the one that is connected to.
 */
public final class DestinationGuard {
    /** A name with more addresses is not usual, and each costs a connection that may fail. */
    private static final int MOST_ADDRESSES = 16;

    private static final int UNKNOWN_PORT = -1;

    private final DestinationRules rules;
    private final BlockedRanges blockedRanges = new BlockedRanges();
    private final DestinationUrls urls;

    /** Makes a guard that keeps these rules. */
    public DestinationGuard(DestinationRules rules) {
        this.rules = rules;
        this.urls = new DestinationUrls(rules, this);
    }

    /** Checks the text of a URL. It resolves nothing, so a name that it accepts may still be refused when it is used. */
    public DestinationCheck check(String url) {
        return urls.check(url);
    }

    /** Returns these options with the resolver and the sockets of the guard. Give the result to the client. */
    public TransportOptions guard(TransportOptions options) {
        TransportOptions.Resolver underlying =
                options.resolver().orElse(host -> List.of(InetAddress.getAllByName(host)));
        return options.resolver(resolver(underlying)).sockets(sockets());
    }

    /**
     * Returns a resolver that refuses a name if one of its addresses is refused. The port is not known yet: an address that
     * the operator allows on some port passes, and the socket decides.
     */
    public TransportOptions.Resolver resolver(TransportOptions.Resolver underlying) {
        return host -> {
            List<InetAddress> addresses = underlying.resolve(host);
            if (addresses.isEmpty()) {
                throw new UnknownHostException("the name has no address");
            }
            for (InetAddress address : addresses) {
                requireAllowed(address, UNKNOWN_PORT);
            }
            return addresses.size() <= MOST_ADDRESSES
                    ? List.copyOf(addresses)
                    : List.copyOf(addresses.subList(0, MOST_ADDRESSES));
        };
    }

    /** Returns a factory of sockets that connect to allowed addresses and ports only. */
    public SocketFactory sockets() {
        return new GuardedSockets(this);
    }

    /** Refuses to connect to an address that is not allowed, or that is not resolved. */
    void requireAllowed(@Nullable SocketAddress address) throws BlockedAddressException {
        if (!(address instanceof InetSocketAddress internet) || internet.isUnresolved()) {
            throw new BlockedAddressException("a connection must have a resolved address");
        }
        requireAllowed(internet.getAddress(), internet.getPort());
    }

    private void requireAllowed(InetAddress address, int port) throws BlockedAddressException {
        String refusal = refusal(address, port);
        if (refusal != null) {
            throw new BlockedAddressException(refusal);
        }
    }

    /** Returns why the address is refused on this port; null if it is allowed. */
    @Nullable
    String refusal(InetAddress address, int port) {
        byte[] bytes = AddressRange.bytes(address);
        if (rules.covers(bytes, port)) {
            return null;
        }
        String reason = blockedRanges.reason(bytes);
        if (reason != null) {
            return address.getHostAddress() + " is " + reason;
        }
        return port == UNKNOWN_PORT || rules.allowsPublic(port)
                ? null
                : "port " + port + " of " + address.getHostAddress() + " is not allowed";
    }
}

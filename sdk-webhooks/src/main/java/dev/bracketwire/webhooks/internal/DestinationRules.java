// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds the destinations that the operator allows beside public HTTPS ones. Immutable; nothing that a subscriber says is
 * ever put here.
 */
public final class DestinationRules {
    private static final DestinationRules STANDARD = new DestinationRules(List.of(), List.of(), false, Set.of());

    private final List<AllowedRange> ranges;
    private final List<byte[]> metadata;
    private final boolean http;
    private final Set<Integer> ports;

    private DestinationRules(List<AllowedRange> ranges, List<byte[]> metadata, boolean http, Set<Integer> ports) {
        this.ranges = ranges;
        this.metadata = metadata;
        this.http = http;
        this.ports = ports;
    }

    /** Allows public addresses by HTTPS on ports 443 and 8443. */
    public static DestinationRules standard() {
        return STANDARD;
    }

    /**
     * Allows addresses that are not public on these ports, such as {@code 10.1.0.0/16} on 8080. Metadata services of clouds
     * stay refused.
     *
     * @throws IllegalArgumentException if the range is no CIDR, or there is no port
     */
    public DestinationRules allowRange(String cidr, int... onPorts) {
        if (onPorts.length == 0) {
            throw new IllegalArgumentException("a range must be allowed with its ports");
        }
        List<AllowedRange> more = new ArrayList<>(ranges);
        more.add(new AllowedRange(AddressRange.parse(cidr), Set.copyOf(checked(onPorts))));
        return new DestinationRules(List.copyOf(more), metadata, http, ports);
    }

    /**
     * Allows this metadata service, if an allowed range covers it.
     *
     * @throws IllegalArgumentException if it is no metadata service
     */
    public DestinationRules allowMetadata(String address) {
        byte[] bytes = AddressRange.literal(address);
        if (!BlockedRanges.isMetadata(bytes)) {
            throw new IllegalArgumentException(address + " must be the metadata service of a cloud");
        }
        List<byte[]> more = new ArrayList<>(metadata);
        more.add(bytes);
        return new DestinationRules(ranges, List.copyOf(more), http, ports);
    }

    /** Allows HTTP too, and with it ports 80 and 8080. */
    public DestinationRules allowHttp() {
        return new DestinationRules(ranges, metadata, true, ports);
    }

    /** Allows further ports of public addresses. */
    public DestinationRules allowPorts(int... more) {
        Set<Integer> all = new HashSet<>(ports);
        all.addAll(checked(more));
        return new DestinationRules(ranges, metadata, http, Set.copyOf(all));
    }

    private static Set<Integer> checked(int... ports) {
        Set<Integer> all = new HashSet<>();
        for (int port : ports) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port must be 1 to 65535, not " + port);
            }
            all.add(port);
        }
        return all;
    }

    boolean allowsHttp() {
        return http;
    }

    /** Whether public addresses are allowed on this port. */
    boolean allowsPublic(int port) {
        return port == 443 || port == 8443 || (http && (port == 80 || port == 8080)) || ports.contains(port);
    }

    /** Whether any address is allowed on this port. */
    boolean allowsSomewhere(int port) {
        return allowsPublic(port) || ranges.stream().anyMatch(each -> each.ports.contains(port));
    }

    /** Whether an allowed range covers the address, on this port or on any if it is negative. */
    boolean covers(byte[] address, int port) {
        boolean inRange = ranges.stream()
                .anyMatch(each -> each.range.contains(address) && (port < 0 || each.ports.contains(port)));
        return inRange
                && (!BlockedRanges.isMetadata(address)
                        || metadata.stream().anyMatch(each -> Arrays.equals(each, address)));
    }

    private record AllowedRange(AddressRange range, Set<Integer> ports) {}
}

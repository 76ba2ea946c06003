// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the addresses that no webhook goes to: whatever the special-purpose registries of IANA keep from the public. */
final class BlockedRanges {
    private static final Logger LOG = LoggerFactory.getLogger(BlockedRanges.class);

    private static final List<NamedRange> BLOCKED = List.of(
            range("0.0.0.0/8", "this network"),
            range("10.0.0.0/8", "a private network"),
            range("100.64.0.0/10", "a shared address of a provider"),
            range("127.0.0.0/8", "this machine"),
            range("169.254.0.0/16", "a link-local address"),
            range("172.16.0.0/12", "a private network"),
            range("192.0.0.0/24", "a protocol assignment"),
            range("192.0.2.0/24", "documentation"),
            range("192.88.99.0/24", "a 6to4 relay"),
            range("192.168.0.0/16", "a private network"),
            range("198.18.0.0/15", "benchmarking"),
            range("198.51.100.0/24", "documentation"),
            range("203.0.113.0/24", "documentation"),
            range("224.0.0.0/4", "multicast"),
            range("240.0.0.0/4", "a reserved address"),
            range("2001::/23", "a protocol assignment"),
            range("2001:db8::/32", "documentation"),
            range("2002::/16", "6to4"),
            range("3fff::/20", "documentation"));

    /** Everything else of IPv6 is local, multicast, reserved or an IPv4 address in disguise, such as NAT64. */
    private static final AddressRange PUBLIC6 = AddressRange.parse("2000::/3");

    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

    /** Give credentials of the machine to any process on it (AWS, Azure, Google, Alibaba, Oracle; read 2026-11). */
    private static final List<byte[]> METADATA = List.of(
            AddressRange.literal("169.254.169.254"),
            AddressRange.literal("169.254.170.2"),
            AddressRange.literal("169.254.170.23"),
            AddressRange.literal("100.100.100.200"),
            AddressRange.literal("192.0.0.192"),
            AddressRange.literal("168.63.129.16"),
            AddressRange.literal("fd00:ec2::254"),
            AddressRange.literal("fd00:ec2::23"),
            AddressRange.literal("fd20:ce::254"));

    private static final long FRESH = TimeUnit.MINUTES.toNanos(1);

    private volatile @Nullable OwnAddresses own;

    private static NamedRange range(String cidr, String meaning) {
        return new NamedRange(AddressRange.parse(cidr), meaning);
    }

    /** Returns why the address is refused by default; null if it is public. */
    @Nullable
    String reason(byte[] address) {
        for (NamedRange range : BLOCKED) {
            if (range.range.contains(address)) {
                return range.meaning + " (" + range.range + ")";
            }
        }
        if (address.length == 16 && !PUBLIC6.contains(address)) {
            return "no public address of IPv6 (" + PUBLIC6 + ")";
        }
        if (isMetadata(address)) {
            return "a metadata service of a cloud";
        }
        return isOwn(address) ? "an address of this machine" : null;
    }

    /** Whether it is the metadata service of a cloud, also where IPv6 wraps the IPv4 address. */
    static boolean isMetadata(byte[] address) {
        if (contains(METADATA, address)) {
            return true;
        }
        if (address.length == 4) {
            return false;
        }
        if (SIX_TO_FOUR.contains(address)) {
            return contains(METADATA, Arrays.copyOfRange(address, 2, 6));
        }
        return !PUBLIC6.contains(address) && contains(METADATA, Arrays.copyOfRange(address, 12, 16));
    }

    private static boolean contains(List<byte[]> addresses, byte[] address) {
        return addresses.stream().anyMatch(each -> Arrays.equals(each, address));
    }

    private boolean isOwn(byte[] address) {
        OwnAddresses known = own;
        long now = System.nanoTime();
        if (known == null || now - known.at > FRESH) {
            known = new OwnAddresses(now, interfaces());
            own = known;
        }
        return known.texts.contains(Arrays.toString(address));
    }

    private static Set<String> interfaces() {
        Set<String> texts = new HashSet<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    texts.add(Arrays.toString(AddressRange.bytes(address)));
                }
            }
        } catch (SocketException e) {
            LOG.warn("the addresses of this machine cannot be listed, so a public one of them is not refused", e);
        }
        return texts;
    }

    private record NamedRange(AddressRange range, String meaning) {}

    private record OwnAddresses(long at, Set<String> texts) {}
}

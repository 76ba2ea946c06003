// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Holds the addresses that share their first bits, such as {@code 10.0.0.0/8}. */
final class AddressRange {
    private static final Pattern CIDR = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** An IPv4 address in the one notation that all programs read alike. */
    static final Pattern QUAD = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final byte[] first;
    private final int bits;
    private final String text;

    private AddressRange(byte[] first, int bits, String text) {
        this.first = first;
        this.bits = bits;
        this.text = text;
    }

    /**
     * Reads a range in CIDR notation.
     *
     * @throws IllegalArgumentException if it is none, or has bits behind its prefix
     */
    static AddressRange parse(String cidr) {
        Matcher matcher = CIDR.matcher(cidr);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a range must look like 10.0.0.0/8 or fd00::/8");
        }
        byte[] first = literal(matcher.group(1));
        int bits = Integer.parseInt(matcher.group(2));
        if (bits > first.length * 8) {
            throw new IllegalArgumentException(cidr + " must have at most " + first.length * 8 + " bits");
        }
        for (int bit = bits; bit < first.length * 8; bit++) {
            if ((first[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                throw new IllegalArgumentException(cidr + " must have no bits set behind its first " + bits);
            }
        }
        return new AddressRange(first, bits, cidr);
    }

    /**
     * Reads an address. No name is resolved.
     *
     * @throws IllegalArgumentException if it is no address in its usual notation
     */
    static byte[] literal(String address) {
        HttpUrl url =
                HttpUrl.parse(address.indexOf(':') >= 0 ? "http://[" + address + "]/" : "http://" + address + "/");
        boolean literal = url != null
                && (address.indexOf(':') >= 0 || QUAD.matcher(url.host()).matches());
        if (!literal || (address.indexOf(':') < 0 && !url.host().equals(address))) {
            throw new IllegalArgumentException("an address must look like 10.0.0.1 or fd00::1");
        }
        try {
            return InetAddress.getByName(url.host()).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address must look like 10.0.0.1 or fd00::1", e);
        }
    }

    /** Returns the bytes of an address; an IPv4 address inside an IPv6 one ({@code ::ffff:0:0/96}) is taken out. */
    static byte[] bytes(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean mapped = bytes.length == 16 && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        return mapped ? Arrays.copyOfRange(bytes, MAPPED.length, bytes.length) : bytes;
    }

    /** Whether the address of these bytes lies in the range. */
    boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, first, 0, whole)) {
            return false;
        }
        int mask = 0xff00 >> bits % 8 & 0xff;
        return mask == 0 || (address[whole] & mask) == (first[whole] & mask);
    }

    /** The range in CIDR notation. */
    @Override
    public String toString() {
        return text;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Describes how a {@link FakeNameService} answers one lookup. Immutable. */
public final class NameAnswer {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final @Nullable List<InetAddress> addresses;
    private final boolean held;

    private NameAnswer(@Nullable List<InetAddress> addresses, boolean held) {
        this.addresses = addresses;
        this.held = held;
    }

    /** Gives these addresses; an empty list is given as it is. */
    public static NameAnswer addresses(List<InetAddress> addresses) {
        return new NameAnswer(List.copyOf(addresses), false);
    }

    /**
     * Gives these addresses, public and private ones in any mixture, written as literals of IPv4 or IPv6.
     *
     * @throws IllegalArgumentException if one is no literal
     */
    public static NameAnswer addresses(String... literals) {
        return addresses(Arrays.stream(literals).map(NameAnswer::parse).toList());
    }

    /** Gives this many addresses, {@code 8.8.0.1}, {@code 8.8.0.2} and so on. */
    public static NameAnswer many(int count) {
        return addresses(IntStream.rangeClosed(1, count)
                .mapToObj(number -> parse("8.8." + number / 256 + "." + number % 256))
                .toList());
    }

    /** Fails as for a name that does not exist. */
    public static NameAnswer unknown() {
        return new NameAnswer(null, false);
    }

    /** Blocks until {@link FakeNameService#release()}, and then fails, as a name server that does not answer. */
    public static NameAnswer hang() {
        return unknown().held();
    }

    /** Blocks until {@link FakeNameService#release()}, and then answers this. */
    public NameAnswer held() {
        return new NameAnswer(addresses, true);
    }

    boolean isHeld() {
        return held;
    }

    @Nullable
    List<InetAddress> list() {
        return addresses;
    }

    private static InetAddress parse(String literal) {
        if (!IPV4.matcher(literal).matches() && literal.indexOf(':') < 0) {
            throw new IllegalArgumentException("no literal of an address: " + literal);
        }
        try {
            return InetAddress.getByName(literal); // a literal is not looked up
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no literal of an address: " + literal, e);
        }
    }
}

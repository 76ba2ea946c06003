// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells specs apart: by what a running process cannot take on, and by all the rest. */
public final class Digest {
    private Digest() {}

    /** Changes when a service has to be started anew to be as its spec says. The values of secrets do not count. */
    public static String of(ServiceSpec spec) {
        return hex(List.of(
                spec.command(),
                spec.directory(),
                new TreeMap<>(spec.environment()),
                new TreeSet<>(spec.secrets().keySet()),
                spec.ports(),
                spec.kind(),
                spec.lifetime(),
                spec.logs().pumped()));
    }

    /** Changes when anything does. */
    public static String whole(ServiceSpec spec) {
        return hex(List.of(
                of(spec),
                spec.after(),
                spec.stopSignal(),
                spec.signalsMainOnly(),
                spec.stopCommand(),
                spec.stopTimeout(),
                spec.startTimeout(),
                spec.restart(),
                spec.startup(),
                spec.ready(),
                spec.live(),
                spec.logs(),
                new TreeSet<>(spec.successCodes()),
                new TreeMap<>(spec.data())));
    }

    private static String hex(List<?> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object part : parts) {
                byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}

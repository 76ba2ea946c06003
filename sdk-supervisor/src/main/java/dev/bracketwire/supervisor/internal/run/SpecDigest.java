// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.Probe.Check;
import dev.bracketwire.supervisor.ServiceSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells specs apart: by what a running process cannot take on, and by all the rest. */
public final class SpecDigest {
    private SpecDigest() {}

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
            add(digest, parts);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    /** Each text with its length and each list with its size, so that no two specs are one when strung together. */
    private static void add(MessageDigest digest, Object part) {
        if (part instanceof Collection<?> many) {
            digest.update(("[" + many.size() + ";").getBytes(StandardCharsets.UTF_8));
            for (Object one : many) {
                add(digest, one);
            }
        } else if (part instanceof Map<?, ?> map) {
            add(digest, map.keySet());
            add(digest, map.values());
        } else if (part instanceof Optional<?> maybe) {
            add(digest, maybe.isPresent() ? List.of(maybe.get()) : List.of());
        } else if (part instanceof Probe probe) {
            add(digest, List.of(check(probe.check()), probe.every(), probe.timeout(), probe.failures()));
        } else {
            byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
    }

    /** All of it, as its text leaves out what may be secret. */
    private static List<?> check(Check check) {
        if (check instanceof Check.Http http) {
            return List.of(
                    "http",
                    http.port(),
                    http.path(),
                    http.tls(),
                    new TreeSet<>(http.headers().keySet()));
        }
        if (check instanceof Check.Command command) {
            return List.of("command", command.command());
        }
        if (check instanceof Check.LogLine line) {
            return List.of("line", line.pattern().pattern(), line.pattern().flags());
        }
        return List.of(check);
    }
}

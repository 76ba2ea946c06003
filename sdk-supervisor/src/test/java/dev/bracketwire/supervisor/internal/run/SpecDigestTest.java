// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.Logs;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.RestartPolicy;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpecDigestTest {
    private static final ServiceSpec BASE = ServiceSpec.of("api", "run", "a", "b");

    /** Each unlike all others in what a running process cannot take on. */
    private static final List<ServiceSpec> OTHER_PROCESSES = List.of(
            BASE,
            ServiceSpec.of("api", "run", "a, b"),
            ServiceSpec.of("api", "run", "a", "b", ""),
            ServiceSpec.of("api", "run, a", "b"),
            BASE.environment("A", "1").environment("B", "2"),
            BASE.environment("A", "1, B=2"),
            BASE.environment("A", Secret.of("1")),
            BASE.directory(Path.of("/")),
            BASE.port(8000),
            BASE.port(8001),
            BASE.oneShot(),
            BASE.daemonizes(),
            BASE.lifetime(Lifetime.BOUND),
            BASE.logs(Logs.pump()));

    /** Each unlike all others in what is done with the process. */
    private static final List<ServiceSpec> OTHER_CARE = List.of(
            BASE,
            BASE.ready(Probe.http("/")),
            BASE.ready(Probe.http("/?a")),
            BASE.ready(Probe.http("/?b")),
            BASE.ready(Probe.http(8001, "/")),
            BASE.ready(Probe.https(8001, "/")),
            BASE.ready(Probe.http("/").header("X", Secret.of("x"))),
            BASE.ready(Probe.tcp()),
            BASE.ready(Probe.tcp(8001)),
            BASE.ready(Probe.command("test", "-f", "a")),
            BASE.ready(Probe.command("test", "-f", "b")),
            BASE.ready(Probe.logLine("up")),
            BASE.ready(Probe.logLine(Pattern.compile("up", Pattern.CASE_INSENSITIVE))),
            BASE.ready(Probe.listening()),
            BASE.ready(Probe.listening().every(Duration.ofSeconds(3))),
            BASE.startup(Probe.listening()),
            BASE.live(Probe.listening()),
            BASE.after("db"),
            BASE.after("db", "web"),
            BASE.stopCommand("stop", "a", "b"),
            BASE.stopCommand("stop", "a, b"),
            BASE.stopSignal(StopSignal.INT),
            BASE.stopSignalToMainOnly(),
            BASE.stopTimeout(Duration.ofSeconds(1)),
            BASE.startTimeout(Duration.ofSeconds(1)),
            BASE.restart(RestartPolicy.never()),
            BASE.logs(Logs.file().keep(1)),
            BASE.successCodes(0, 1),
            BASE.data("a", "b"),
            BASE.data("a", "b, c=d"));

    @Test
    void of_otherProcessSettings_differs() {
        Set<String> seen = new HashSet<>();
        assertThat(OTHER_PROCESSES)
                .allSatisfy(spec -> assertThat(seen.add(SpecDigest.of(spec)))
                        .as("%s", spec.command())
                        .isTrue());
        assertThat(SpecDigest.of(BASE.environment("A", Secret.of("2")))).isIn(seen);
    }

    @Test
    void whole_otherSupervisionSettings_differsAndProcessDigestIsEqual() {
        Set<String> seen = new HashSet<>();
        assertThat(OTHER_CARE).allSatisfy(spec -> {
            assertThat(seen.add(SpecDigest.whole(spec))).isTrue();
            assertThat(SpecDigest.of(spec)).isEqualTo(SpecDigest.of(BASE));
        });
        assertThat(OTHER_PROCESSES.subList(1, OTHER_PROCESSES.size()))
                .allSatisfy(spec -> assertThat(seen.add(SpecDigest.whole(spec))).isTrue());
    }
}

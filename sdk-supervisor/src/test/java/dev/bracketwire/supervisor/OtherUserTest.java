// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor does that runs as an ordinary user, beside processes that are not that user's. */
class OtherUserTest {
    private static final String NOBODY = "65534";

    @TempDir
    Path folder;

    private final String marker = Outside.marker();
    private Path state = Path.of("");

    @BeforeEach
    void give() throws IOException {
        Assumptions.assumeTrue(Outside.output("id", "-u").strip().equals("0"), "needs root and setpriv");
        Assumptions.assumeTrue(
                Outside.output("sh", "-c", "setpriv --reuid 65534 id -u 2>&1 || true")
                        .strip()
                        .equals(NOBODY),
                "needs root and setpriv");
        state = Files.createDirectory(folder.resolve("own"));
        Outside.output("chmod", "755", folder.toString());
        Outside.output("chmod", "700", state.toString());
        Outside.output("chown", NOBODY, state.toString());
    }

    /** A class of the tests as that user, who may read the class path wherever it is. */
    private static List<String> asNobody(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY));
        command.addAll(List.of("--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        command.addAll(List.of(HttpService.java(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Stops a service that became root's by a program which may do that. */
    static final class RootsChild {
        private RootsChild() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) {
            ServiceSpec spec = ServiceSpec.of(
                            "risen", args[1], "--reuid", "0", "--regid", "0", "--clear-groups", "sleep", args[2])
                    .stopTimeout(Duration.ofMillis(200));
            ServiceSpec own = ServiceSpec.of("own", "sleep", args[2]);
            try (Supervisor supervisor = Supervisor.open(Path.of(args[0]))) {
                supervisor.start(spec, own).get();
                Outside.until(
                        "it is root's",
                        () -> Outside.output("ps", "-eo", "user=,args=").contains("root     sleep " + args[2]));
                System.out.println(supervisor.stop().get());
            }
        }
    }

    @Test
    void stop_ofWhatThisUserMayNotSignal_namesItAndSaysWhy() throws IOException {
        Path risen = Files.copy(Path.of("/usr/bin/setpriv"), folder.resolve("risen"));
        Outside.output("chmod", "4755", risen.toString());
        try {
            String said = Outside.output(asNobody(RootsChild.class, state.toString(), risen.toString(), marker)
                    .toArray(String[]::new));

            List<Long> left = Outside.processes("sleep " + marker);
            assertThat(left).as(said).hasSize(1);
            assertThat(said)
                    .contains("risen", "pid " + left.get(0), "this user may not signal it")
                    .contains("own");
        } finally {
            Outside.processes("sleep " + marker)
                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    /** Looks at a port whose owner cannot be seen, and starts and stops something of its own. */
    static final class Blind {
        private Blind() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) {
            int port = Integer.parseInt(args[1]);
            try (Supervisor supervisor = Supervisor.open(Path.of(args[0]))) {
                System.out.println(supervisor.port(port));
                try {
                    supervisor
                            .start(ServiceSpec.of("late", "sleep", args[2]).port(port))
                            .get();
                    System.out.println("started in spite of it");
                } catch (StartException e) {
                    System.out.println("refused: " + e.getMessage());
                }
                supervisor.start(ServiceSpec.of("own", "sleep", args[2])).get();
                System.out.println("stopped: " + supervisor.stop().get().clean());
            }
        }
    }

    @Test
    void portOfAnotherUser_processesHidden_hasAnUnknownHolder() throws IOException {
        Assumptions.assumeTrue(Namespace.possible(), Namespace.NEEDS);
        int port = Outside.freePort();
        List<String> listener = new ArrayList<>(List.of(HttpService.java()));
        listener.addAll(List.of(HttpService.command(port, "ok")));
        Path script = Files.writeString(folder.resolve("listen.sh"), "exec '" + String.join("' '", listener) + "'\n");
        List<String> arguments = new ArrayList<>(List.of(script.toString(), folder + "/said"));
        arguments.addAll(asNobody(Blind.class, state.toString(), Integer.toString(port), marker));

        String said = Namespace.run("""
                sh "$1" > "$2" & until grep -q listening "$2"; do sleep 0.05; done; shift 2
                mount -o remount,hidepid=2 /proc && "$@"; exit $?
                """, arguments.toArray(String[]::new));

        assertThat(said)
                .contains("port " + port + " is held by")
                .contains("refused: ")
                .doesNotContain("started in spite of it")
                .contains("stopped: true");
        assertThat(Outside.processes("sleep " + marker)).isEmpty();
    }

    @Test
    void stateDirectory_ofAnotherUser_isRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Outside.output("chmod", "700", other.toString());
        Outside.output("chown", "65534", other.toString());

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> Supervisor.open(other))
                .withMessageContaining("belongs to");
    }
}

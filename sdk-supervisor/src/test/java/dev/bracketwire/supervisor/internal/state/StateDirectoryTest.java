// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.Outside;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.StopSignal;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    Path folder;

    private static String mark(StateDirectory state, int run) {
        return state.id() + "/api/400000000000000" + run;
    }

    private static ServiceRecord record(StateDirectory state, int run) {
        return new ServiceRecord(
                "api",
                mark(state, run),
                "boot",
                null,
                true,
                null,
                null,
                "sleep",
                "digest",
                List.of(),
                List.of(),
                StopSignal.TERM,
                15_000,
                Lifetime.BOUND,
                Kind.SERVICE,
                "api.log",
                0,
                false);
    }

    @Test
    void forget_removesTheRecordOfThatRunAlone() {
        try (StateDirectory state = StateDirectory.open(folder)) {
            state.save(record(state, 1));
            state.save(record(state, 2));

            state.forget("api", mark(state, 1));
            assertThat(state.records()).extracting(ServiceRecord::mark).containsExactly(mark(state, 2));
            state.forget("api", mark(state, 2));
            assertThat(state.records()).isEmpty();
        }
    }

    @Test
    void forget_recordOfAnEarlierSupervisor_isJudgedByWhatWasRead() {
        try (StateDirectory before = StateDirectory.open(folder)) {
            before.save(record(before, 3));
        }
        try (StateDirectory after = StateDirectory.open(folder)) {
            assertThat(after.records()).hasSize(1);

            after.forget("api", mark(after, 4));
            assertThat(after.records()).hasSize(1);
            after.forget("api", mark(after, 3));
            assertThat(after.records()).isEmpty();
        }
    }

    /** Opens a state directory once, and says how that went. */
    static final class Opener {
        private Opener() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) {
            try (StateDirectory state = StateDirectory.open(Path.of(args[0]))) {
                System.out.println("opened " + state.root());
            } catch (StateException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private String openedElsewhere(Path directory) {
        return Outside.output(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                directory.toString());
    }

    private static void assertRefused(Path directory) {
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> StateDirectory.open(directory).close())
                .withMessageContaining("another supervisor");
    }

    @Test
    void open_refusedInThisJvm_keepsTheLockAgainstOtherJvms() {
        StateDirectory state = StateDirectory.open(folder);
        assertRefused(folder);
        assertRefused(folder);

        assertThat(openedElsewhere(folder)).startsWith("refused: another supervisor");
        state.close();
        assertThat(openedElsewhere(folder)).startsWith("opened");
    }

    @Test
    void open_byAnotherClassLoaderOfThisJvm_isRefused_andKeepsTheLock() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (StateDirectory state = StateDirectory.open(folder);
                URLClassLoader other =
                        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method open = other.loadClass(StateDirectory.class.getName()).getMethod("open", Path.class);

            assertThatExceptionOfType(InvocationTargetException.class)
                    .isThrownBy(() -> open.invoke(null, state.root()))
                    .satisfies(thrown -> assertThat(thrown.getCause()).hasMessageContaining("another supervisor"));
            assertThat(openedElsewhere(folder)).startsWith("refused: another supervisor");
        }
    }

    @Test
    void open_whereTheSystemPropertiesWereReplaced_keepsTheLock() {
        Properties before = System.getProperties();
        try (StateDirectory state = StateDirectory.open(folder)) {
            Properties copy = new Properties();
            before.stringPropertyNames().stream()
                    .filter(name -> !name.contains(".supervisor.open."))
                    .forEach(name -> copy.setProperty(name, before.getProperty(name)));
            System.setProperties(copy);

            assertRefused(state.root());
            assertThat(openedElsewhere(folder)).startsWith("refused: another supervisor");
        } finally {
            System.setProperties(before);
        }
    }

    @Test
    void open_byAnotherPath_isRefused(@TempDir Path elsewhere) throws IOException {
        Path parent = Files.createDirectory(elsewhere.resolve("parent"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), parent);
        try (StateDirectory state = StateDirectory.open(parent.resolve("state"))) {
            assertRefused(link.resolve("state"));
            assertRefused(state.root().resolve("../state"));
            assertThat(openedElsewhere(link.resolve("state"))).startsWith("refused: another supervisor");
        }
    }

    @Test
    void open_afterTheDirectoryWasRemoved_isRefusedInAnyJvm() {
        Path directory = folder.resolve("state");
        StateDirectory state = StateDirectory.open(directory);
        Outside.output("rm", "-rf", directory.toString());

        assertRefused(directory);
        assertThat(openedElsewhere(directory))
                .contains("still runs in", Long.toString(ProcessHandle.current().pid()));
        assertThat(openedElsewhere(directory)).contains("still runs in");
        state.close();
        assertThat(openedElsewhere(directory)).startsWith("opened");
    }

    @Test
    void open_afterTheLockWasRemoved_isRefusedInAnyJvm() throws IOException {
        StateDirectory state = StateDirectory.open(folder);
        Files.delete(folder.resolve("lock"));

        assertRefused(folder);
        assertThat(openedElsewhere(folder)).contains("still runs in");
        state.close();
    }

    @Test
    void save_afterTheDirectoryWasReplaced_isRefused() throws IOException {
        Path directory = folder.resolve("state");
        try (StateDirectory state = StateDirectory.open(directory)) {
            state.save(record(state, 1));
            Files.move(directory, folder.resolve("moved"));
            Outside.output("cp", "-a", folder.resolve("moved").toString(), directory.toString());

            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> state.save(record(state, 2)))
                    .withMessageContaining("was removed or replaced");
            state.forget("api", mark(state, 1));
            assertThat(directory.resolve("services/api.json")).exists();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalDefaultsTest {
    private static final Path ENV = Path.of("/usr/bin/env");

    @TempDir
    Path folder;

    private SignalDefaults read(Path env, String mask) throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nSigIgn:\t" + mask + "\nSigCgt:\t0f\n");
        return SignalDefaults.read(env, status);
    }

    @Test
    void prefix_isThereOnlyWhereASignalIsIgnoredOrBlocked() throws IOException {
        SignalDefaults foreground = read(ENV, "0000000180000000");
        SignalDefaults background = read(ENV, "0000000000000006");

        assertThat(foreground.prefix(UnixSignal.INT)).isEmpty();
        assertThat(foreground.prefix(null)).isEmpty();
        assertThat(foreground.prefix(UnixSignal.QUIT)).containsExactly(ENV.toString(), "--default-signal");
        assertThat(background.prefix(null)).containsExactly(ENV.toString(), "--default-signal");
    }

    @Test
    void ignoredSignals_withoutATool_areNamed_withWhatToDo() throws IOException {
        for (Path env : new Path[] {Path.of("/bin/false"), Path.of("/no/such/env")}) {
            SignalDefaults old = read(env, "0000000001000003");

            assertThat(old.reach()).isFalse();
            assertThat(old.prefix(UnixSignal.INT)).isEmpty();
            assertThat(old.toString()).contains("[HUP, INT, signal 25]", "stop them by TERM", "coreutils 8.31");
        }
    }

    @Test
    void signals_withoutATool_inTheForeground_reachTheServicesExceptQuit() throws IOException {
        assertThat(read(Path.of("/bin/false"), "0").reach()).isTrue();
        assertThat(read(Path.of("/bin/false"), "0"))
                .hasToString("each stop signal but QUIT reaches the services; for"
                        + " QUIT, install coreutils 8.31 or newer, for its env --default-signal");
        assertThat(SignalDefaults.read(ENV, folder.resolve("none")).reach()).isFalse();
    }
}

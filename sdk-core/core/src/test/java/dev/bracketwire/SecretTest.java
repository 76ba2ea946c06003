// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    @Test
    void toString_anyOrigin_hidesValue() {
        assertThat(Secret.of("hunter2")).hasToString("Secret(given value)");
        assertThat(Secret.from(() -> "hunter2").toString()).doesNotContain("hunter2");
    }

    @Test
    void reveal_supplier_isAskedEachTime() {
        AtomicInteger version = new AtomicInteger();
        Secret secret = Secret.from(() -> "key-" + version.incrementAndGet());
        assertThat(secret.reveal()).isEqualTo("key-1");
        assertThat(secret.reveal()).isEqualTo("key-2");
    }

    @Test
    void reveal_fileReplaced_givesNewValue(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "first\n");
        Secret secret = Secret.file(file);
        assertThat(secret.reveal()).isEqualTo("first");
        Files.writeString(file, "second\n");
        assertThat(secret.reveal()).isEqualTo("second");
    }

    @Test
    void reveal_fileMissing_namesTheFile(@TempDir Path folder) {
        assertThatThrownBy(() -> Secret.file(folder.resolve("absent")).reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void env_missing_failsAtOnceAndNamesTheVariable() {
        assertThatThrownBy(() -> Secret.env("BRACKETWIRE_NO_SUCH_VARIABLE"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("BRACKETWIRE_NO_SUCH_VARIABLE");
    }

    @Test
    void env_present_givesItsValue() {
        assertThat(Secret.env("PATH").reveal()).isEqualTo(System.getenv("PATH"));
    }

    @Test
    void of_blank_isRefused() {
        assertThatThrownBy(() -> Secret.of(" ")).isInstanceOf(ConfigurationException.class);
    }
}

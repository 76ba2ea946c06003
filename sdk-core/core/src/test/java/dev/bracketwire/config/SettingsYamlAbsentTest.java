// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsYamlAbsentTest {
    record Part(String text) {}

    /** Runs where there is no YAML part. */
    public static final class Reading implements Function<Path, String> {
        @Override
        public String apply(Path file) {
            try {
                return Settings.builder().file(file).build().read(Part.class).text();
            } catch (RuntimeException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }

    /** Loads this package anew, and finds no YAML. */
    private static final class WithoutYaml extends ClassLoader {
        WithoutYaml() {
            super(SettingsYamlAbsentTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.fasterxml.jackson.dataformat.yaml.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.bracketwire.config.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void yaml_withoutItsPart_saysWhatToAdd(@TempDir Path folder) throws Exception {
        Function<Path, String> reading = (Function<Path, String>) new WithoutYaml()
                .loadClass(Reading.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        Path yaml = Files.writeString(folder.resolve("a.yaml"), "text: a\n");
        assertThat(reading.apply(yaml))
                .isEqualTo("configuration: " + yaml
                        + " needs com.fasterxml.jackson.dataformat:jackson-dataformat-yaml: add it as a dependency,"
                        + " and on the module path --add-modules com.fasterxml.jackson.dataformat.yaml");
        Path json = Files.writeString(folder.resolve("a.json"), "{\"text\": \"b\"}");
        assertThat(reading.apply(json)).isEqualTo("b");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants a secret wherever one can stand, breaks the settings in every way, and looks for it in all that is said. */
class SettingsCanaryTest {
    private static final String CANARY = "canary-4711";

    record Inner(Secret key, int number) {
        Inner {
            if (number > 1) {
                throw new IllegalArgumentException("number does not go with " + key.reveal());
            }
        }
    }

    record Outer(Secret token, Optional<Secret> maybe, List<Secret> many, Map<String, Secret> named, Inner inner) {}

    record Numbers(int plain, Duration inUrl, List<Integer> list) {}

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>(Map.of("CANARY", CANARY, "BLANK", " "));

    private String said(Settings settings, Class<? extends Record> type) {
        StringWriter said = new StringWriter();
        said.append(settings.toString());
        try {
            said.append(settings.read(type).toString());
        } catch (RuntimeException e) {
            e.printStackTrace(new PrintWriter(said, true));
        }
        return said.toString();
    }

    private SettingsBuilder builder() {
        return Settings.builder().variables(variables).environment("BOT_");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void read_plantedSecrets_areNeverShown() throws IOException {
        variables.put("BOT_MANY", CANARY + "," + CANARY + ", ,");
        variables.put("BOT_TOKEN_EXTRA", CANARY);
        String object = "{\"x\": \"" + CANARY + "\"}";
        List<Settings> broken = List.of(
                builder()
                        .set("token", Secret.of("other"))
                        .set("inner.key", Secret.of(CANARY))
                        .set("inner.number", 2)
                        .build(),
                builder()
                        .set("token", Secret.from(() -> ""))
                        .set("inner.key", CANARY)
                        .set("inner.number", 2)
                        .build(),
                builder()
                        .set("token", CANARY)
                        .set("inner", Map.of("key", CANARY, "number", 2))
                        .build(),
                builder()
                        .set("token", "${CANARY}")
                        .set("inner.key", "${CANARY}")
                        .set("inner.number", 2)
                        .build(),
                builder()
                        .set("token", "${CANARY")
                        .set("inner.key", CANARY + "${")
                        .build(),
                builder()
                        .set("token", Map.of(CANARY, CANARY).values())
                        .set("tokn", CANARY)
                        .build(),
                builder()
                        .set("token", Map.of("x", CANARY))
                        .set("maybe", List.of(CANARY))
                        .build(),
                builder().set("named", CANARY).set("inner", CANARY).build(),
                builder().set("token", new Inner(Secret.of(CANARY), 1)).build(),
                builder()
                        .set("inner", new Inner(Secret.of(CANARY), 1))
                        .set("many", Map.of("a", CANARY))
                        .build(),
                builder()
                        .file(file(
                                "a.json",
                                "{\"token\": " + object + ", \"maybe\": [\"" + CANARY + "\"], \"named\": \"" + CANARY
                                        + "\", \"inner\": \"" + CANARY + "\", \"tokn\": \"" + CANARY + "\"}"))
                        .build(),
                builder()
                        .file(file("b.json", "{\"token\": \"" + CANARY + "\", \"token\": \"" + CANARY + "\" " + CANARY))
                        .build(),
                builder()
                        .file(file("c.properties", "token=" + CANARY + "\ntoken=" + CANARY + "\ntoken.x=" + CANARY))
                        .build(),
                builder().file(file("d.properties", "token=" + CANARY + "\\u1")).build(),
                builder()
                        .file(file("e.yaml", "token: " + CANARY + "\ntoken: &a " + CANARY + "\nmaybe: *a\n"))
                        .build(),
                builder()
                        .file(file("f.yaml", "token: [" + CANARY + "\nx: {" + CANARY))
                        .build());
        for (Settings settings : broken) {
            assertThat(said(settings, Outer.class)).contains("configuration: ").doesNotContain(CANARY);
            assertThat(said(settings.section("inner"), Inner.class)).doesNotContain(CANARY);
        }
    }

    @Test
    void read_validSecrets_areNotShown() {
        variables.put("BOT_NAMED_A", CANARY);
        Settings settings = builder()
                .set("token", "${CANARY}")
                .set("maybe", CANARY)
                .set("many", List.of(CANARY))
                .set("inner", Map.of("key", Secret.of(CANARY), "number", 1))
                .build();
        assertThat(settings.read(Outer.class).named().values())
                .extracting(Secret::reveal)
                .containsExactly(CANARY);
        assertThat(said(settings, Outer.class)).contains("Secret(").doesNotContain(CANARY);
    }

    @Test
    void read_variableInAPlainValue_isNotShownEither() {
        Settings settings = builder()
                .set("plain", "${CANARY}")
                .set("inUrl", "https://u:${CANARY}@h")
                .set("list", "1,${CANARY}")
                .build();
        assertThat(said(settings, Numbers.class)).contains("list[1]").doesNotContain(CANARY);
    }

    @Test
    void toString_ofNodes_hidesValues() {
        SettingNode settingNode = SettingNode.of(Map.of("a", List.of(CANARY), "b", CANARY), SettingOrigin.CODE);
        assertThat(settingNode.toString() + ((SettingNode.Group) settingNode).entries())
                .doesNotContain(CANARY);
    }
}

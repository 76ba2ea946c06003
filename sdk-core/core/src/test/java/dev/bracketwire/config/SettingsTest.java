// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    record Limits(int perSecond, @Nullable Integer burst) {
        Limits {
            if (perSecond > 100) {
                throw new IllegalArgumentException("perSecond must be at most 100");
            }
        }
    }

    record BotSettings(
            Secret token,
            URI sheets,
            Duration refresh,
            int workers,
            Optional<String> motd,
            List<String> admins,
            Map<String, String> names,
            Limits limits) {}

    record Server(String host, int port) {}

    record Farm(List<Server> servers, Map<String, Server> byName, Optional<Limits> limits) {}

    record Part(String text) {}

    record Chain(Optional<Chain> next, @Nullable String end) {}

    record Endless(Endless next) {}

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private SettingsBuilder builder() {
        return Settings.builder().variables(variables);
    }

    private static List<String> problems(Settings settings, Class<? extends Record> type) {
        return catchThrowableOfType(ConfigurationException.class, () -> settings.read(type)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void read_everySource_theLaterWins() throws IOException {
        variables.put("BOT_LIMITS_PER_SECOND", "4");
        variables.put("BOT_REFRESH", "3s");
        variables.put("SHEETS_HOST", "sheets.test");
        variables.put("TOKEN", "s3cret");
        Path json = file("bot.json", """
                {"token": "${TOKEN}", "sheets": "https://${SHEETS_HOST}/a", "workers": 2, "refresh": "2s",
                 "admins": ["ann", "ben"], "names": {"a": "Ann", "b-c": "Ben"}, "motd": null,
                 "limits": {"per-second": 2, "burst": 7}}
                """);
        Path local = file("local.properties", "refresh=1s\nadmins=cleo, dan\nnames.b-c=Bea\n");
        BotSettings settings = builder()
                .set("limits.perSecond", 5)
                .environment("BOT_")
                .defaults(Map.of("workers", "1", "motd", "hello"))
                .file(json)
                .optionalFile(folder.resolve("none.yaml"))
                .optionalFile(local)
                .build()
                .read(BotSettings.class);
        assertThat(settings.token().reveal()).isEqualTo("s3cret");
        assertThat(settings.sheets()).hasToString("https://sheets.test/a");
        assertThat(settings.workers()).isEqualTo(2);
        assertThat(settings.refresh()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.motd()).contains("hello");
        assertThat(settings.admins()).containsExactly("cleo", "dan");
        assertThat(settings.names()).containsExactly(Map.entry("a", "Ann"), Map.entry("b-c", "Bea"));
        assertThat(settings.limits()).isEqualTo(new Limits(5, 7));
    }

    @Test
    void read_nothingSet_namesWhatIsMissingAndWhereItLooked() throws IOException {
        Path json = file("bot.json", "{}");
        Settings settings = builder()
                .defaults(Map.of("workers", 1))
                .file(json)
                .optionalFile(folder.resolve("no.json"))
                .environment("BOT_")
                .set("refresh", Duration.ofDays(1))
                .build();
        String looked = " is missing; looked in default, " + json + ", " + folder.resolve("no.json")
                + " (absent), environment variable BOT_";
        assertThat(problems(settings, BotSettings.class))
                .containsExactly(
                        "token" + looked + "TOKEN, code",
                        "sheets" + looked + "SHEETS, code",
                        "limits.perSecond" + looked + "LIMITS_PER_SECOND, code");
        assertThat(problems(builder().build(), Part.class)).containsExactly("text is missing; looked in no source");
    }

    @Test
    void read_manyProblems_areReportedAtOnceWithSourceAndValue() throws IOException {
        variables.put("BOT_WORKERS", "many");
        variables.put("BOT_WORKRS", "1");
        Path json = file(
                "bot.json",
                "{\n \"token\": \" \",\n \"shets\": \"x\",\n \"sheets\": \"a b\",\n \"limits\": {\"perSecond\": 101}\n}");
        Settings settings = builder()
                .file(json)
                .environment("BOT_")
                .defaults(Map.of("refresh", "5", "names", "x"))
                .set("admins", Map.of())
                .build();
        assertThat(problems(settings, BotSettings.class))
                .containsExactly(
                        "shets is no setting; did you mean sheets? (" + json + " line 3)",
                        "BOT_WORKRS is no setting; did you mean BOT_WORKERS? (environment variable with the prefix BOT_)",
                        "token must not be blank (" + json + " line 2)",
                        "sheets must be a URI such as https://example.org/a, not \"a b\" (" + json + " line 4)",
                        "refresh must be a duration such as 500ms, 5s, 2m, 1h, 1d or PT1H30M, not \"5\" (default)",
                        "workers must be a whole number from -2147483648 to 2147483647, not \"many\""
                                + " (environment variable BOT_WORKERS)",
                        "admins must be a list, not an object (code)",
                        "names must be an object, not text (default)",
                        "limits is refused: perSecond must be at most 100");
    }

    @Test
    void read_keysInFiles_mayBeKebabOrSnake() throws IOException {
        for (String key : List.of("perSecond", "per-second", "per_second")) {
            Path json = file("a.json", "{\"" + key + "\": 1}");
            assertThat(builder().file(json).build().read(Limits.class)).isEqualTo(new Limits(1, null));
        }
        Path twice = file("a.json", "{\"per-second\": 1, \"perSecond\": 2}");
        assertThat(problems(builder().file(twice).build(), Limits.class))
                .containsExactly("perSecond is there twice, in two spellings (" + twice + " line 1)");
        Path shouted = file("a.json", "{\"PER_SECOND\": 1, \"perSecond\": 2}");
        assertThat(problems(builder().file(shouted).build(), Limits.class))
                .containsExactly("PER_SECOND is no setting; did you mean perSecond? (" + shouted + " line 1)");
    }

    @Test
    void read_unknownKeyFarFromAll_hasNoSuggestion() {
        assertThat(problems(builder().set("perSecond", 1).set("colour", "red").build(), Limits.class))
                .containsExactly("colour is no setting (code)");
    }

    @Test
    void read_nullInAFile_isAsIfItWereNotThere() throws IOException {
        Path json = file("a.json", "{\"perSecond\": 3, \"burst\": null}");
        assertThat(builder().defaults(Map.of("burst", 2)).file(json).build().read(Limits.class))
                .isEqualTo(new Limits(3, 2));
    }

    @Test
    void read_absentCollections_areEmpty() {
        Farm farm = builder().build().read(Farm.class);
        assertThat(farm.servers()).isEmpty();
        assertThat(farm.byName()).isEmpty();
        assertThat(farm.limits()).isEmpty();
    }

    @Test
    void read_recordsInListsAndMaps_fromEverySource() throws IOException {
        variables.put("FARM_SERVERS_0_HOST", "env");
        variables.put("FARM_SERVERS_0_PORT", "1");
        variables.put("FARM_BY_NAME_EU_HOST", "eu.test");
        variables.put("FARM_LIMITS_BURST", "9");
        Path file =
                file("farm.properties", "byName.eu.port=2\nservers[1].host=x\nservers[0].host=y\nlimits.perSecond=8");
        Farm farm = builder().file(file).environment("FARM_").build().read(Farm.class);
        assertThat(farm.servers()).containsExactly(new Server("env", 1));
        assertThat(farm.byName()).containsExactly(Map.entry("eu", new Server("eu.test", 2)));
        assertThat(farm.limits()).contains(new Limits(8, 9));
        assertThat(problems(builder().file(file).build(), Farm.class))
                .contains("servers[0].port is missing; looked in " + file);
    }

    @Test
    void read_environment_thatNamesNothingInAListOrMap() {
        variables.put("FARM_SERVERS_X_HOST", "1");
        variables.put("FARM_BY_NAME_EU", "1");
        variables.put("FARM_LIMITS_", "1");
        variables.put("OTHER", "1");
        variables.put("farm_x", "1");
        assertThat(problems(builder().environment("FARM_").build(), Farm.class))
                .extracting(problem -> problem.replaceAll(" .*", ""))
                .containsExactly("FARM_BY_NAME_EU", "FARM_LIMITS_", "FARM_SERVERS_X_HOST");
    }

    @Test
    void read_variableThatAnotherSourceRefersTo_needsNoSettingOfItsOwn() {
        variables.put("BOT_GREETING", "hi");
        Part part = builder()
                .environment("BOT_")
                .set("text", "${BOT_GREETING}!")
                .build()
                .read(Part.class);
        assertThat(part.text()).isEqualTo("hi!");
    }

    @Test
    void read_valueFromTheEnvironment_isTakenAsItIs() {
        variables.put("BOT_TEXT", "$${HOME}, pa$$word");
        assertThat(builder().environment("BOT_").build().read(Part.class).text())
                .isEqualTo("$${HOME}, pa$$word");
    }

    @Test
    void read_recordsThatHoldThemselves_endWhereTheSettingsDo() {
        variables.put("C_NEXT_NEXT_END", "x");
        assertThat(builder().environment("C_").build().read(Chain.class))
                .isEqualTo(new Chain(
                        Optional.of(new Chain(Optional.of(new Chain(Optional.empty(), "x")), null)), null));
        assertThat(problems(builder().build(), Endless.class))
                .containsExactly("next.next is missing; looked in no source");
        variables.put("C" + "_NEXT".repeat(200) + "_END", "x");
        assertThat(problems(builder().environment("C_").build(), Chain.class)).hasSize(1);
    }

    @Test
    void section_looksAtItsPartOnly() throws IOException {
        variables.put("BOT_RATE_LIMITS_BURST", "2");
        variables.put("BOT_WHATEVER", "x");
        Path json = file("a.json", "{\"bot\": {\"rate-limits\": {\"per_second\": 1}, \"other\": 1}, \"x\": 1}");
        Settings settings = builder().file(json).environment("BOT_").build();
        assertThat(problems(settings.section("bot.rateLimits"), Part.class))
                .containsExactly(
                        "bot.rateLimits.per_second is no setting (" + json + " line 1)",
                        "bot.rateLimits.text is missing; looked in " + json
                                + ", environment variable BOT_BOT_RATE_LIMITS_TEXT");
        Settings flat = builder()
                .file(file("b.json", "{\"rate-limits\": {\"per_second\": 1}}"))
                .environment("BOT_")
                .build();
        assertThat(flat.section("rateLimits").read(Limits.class)).isEqualTo(new Limits(1, 2));
        assertThat(problems(flat.section("rateLimits"), Part.class))
                .anyMatch(problem -> problem.startsWith("BOT_RATE_LIMITS_BURST is no setting"));
        assertThat(problems(builder().set("bot", 1).build().section("bot.limits"), Part.class))
                .containsExactly("bot must be an object, not text (code)");
        assertThat(problems(settings.section("none.at.all"), Part.class)).hasSize(1);
        assertThatThrownBy(() -> flat.section("a[0]")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void section_environmentOfASectionInASection_isSuggested() {
        variables.put("BOT_A_B_TEXTS", "x");
        assertThat(problems(builder().environment("BOT_").build().section("a.b"), Part.class)
                        .get(0))
                .startsWith("BOT_A_B_TEXTS is no setting; did you mean BOT_A_B_TEXT?");
    }

    @Test
    void set_objectsOfTheType_areTakenAsTheyAre() {
        Limits limits = new Limits(1, 2);
        Secret secret = Secret.of("x");
        BotSettings settings = builder()
                .set("limits", limits)
                .set("token", secret)
                .set("sheets", URI.create("a"))
                .set("refresh", Duration.ZERO)
                .set("workers", 3L)
                .set("admins", Set.of("ann"))
                .set("names", Map.of("a", "b"))
                .set("names.c", "d")
                .build()
                .read(BotSettings.class);
        assertThat(settings.limits()).isSameAs(limits);
        assertThat(settings.token()).isSameAs(secret);
        assertThat(settings.names()).containsOnly(Map.entry("a", "b"), Map.entry("c", "d"));
    }

    @Test
    void set_objectsOfAnotherType_areNamedAndNotShown() {
        Settings settings = builder().set("text", Secret.of("s3cret")).build();
        assertThat(problems(settings, Part.class))
                .containsExactly("text must be text, not a dev.bracketwire.Secret (code)");
        assertThat(problems(builder().set("servers", "x").build(), Farm.class))
                .containsExactly("servers must be a list, not text (code)");
        assertThat(problems(
                        builder()
                                .set("servers", java.util.Arrays.asList(1, null))
                                .build(),
                        Farm.class))
                .containsExactly("servers[0] must be an object, not text (code)", "servers[1] must not be null (code)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", ".a", "a]", "a[", "a[]", "a[x]", "a[0]b", "a[0", "[0]", "a[123456]"})
    void set_badPath_isRefused(String path) {
        assertThatThrownBy(() -> builder().set(path, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no path");
    }

    @Test
    void set_endlessPath_isRefused() {
        for (String path : List.of("a.".repeat(500_000) + "a", "a" + "[0]".repeat(500_000))) {
            assertThatThrownBy(() -> builder().set(path, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("…\" is no path");
        }
    }

    @Test
    void set_listWithoutItsBeginning_isRefused() {
        assertThatThrownBy(() -> builder().set("a[1]", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a[0] is missing in a list");
    }

    @Test
    void defaults_thatContradictThemselves_areRefused() {
        assertThatThrownBy(() -> builder().defaults(Map.of("a", 1, "a.b", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("defaults: a is both a value and a group of values (default)");
        assertThatThrownBy(() -> builder().defaults(Map.of("a[0]", 1, "a.b", 2)))
                .hasMessage("defaults: a is both a list and a group of values (default)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BOT", "_", "B T_", "1_"})
    void environment_badPrefix_isRefused(String prefix) {
        assertThatThrownBy(() -> builder().environment(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void environment_ofTheProcess_isTheOneWithoutVariables() {
        String name = System.getenv().keySet().stream()
                .filter(key -> key.matches("[A-Z]{2,}"))
                .filter(key -> !System.getenv(key).isBlank())
                .findFirst()
                .orElseThrow();
        record Own(Secret value, Secret other) {}
        Own own = Settings.builder()
                .set("value", "${" + name + "}")
                .set("other", "x${" + name + "}")
                .build()
                .read(Own.class);
        assertThat(own.value()).hasToString("Secret(environment variable " + name + ")");
        assertThat(own.value().reveal()).isEqualTo(System.getenv(name));
        assertThat(own.other().reveal()).isEqualTo("x" + System.getenv(name));
    }

    @Test
    void secret_thatOneVariableHolds_rotates() {
        record Keys(Secret direct, Secret referred, Secret fixed, List<Secret> many) {}
        variables.put("K_DIRECT", "one");
        variables.put("K_MANY", "x, y");
        variables.put("KEY", "one");
        Keys keys = builder()
                .environment("K_")
                .set("referred", "${KEY}")
                .set("fixed", "${KEY:-none}")
                .build()
                .read(Keys.class);
        variables.replaceAll((name, value) -> "two");
        assertThat(keys.direct().reveal()).isEqualTo("two");
        assertThat(keys.referred().reveal()).isEqualTo("two");
        assertThat(keys.fixed().reveal()).isEqualTo("one");
        assertThat(keys.many()).extracting(Secret::reveal).containsExactly("x", "y");
        variables.clear();
        assertThatThrownBy(() -> keys.direct().reveal()).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void guide_itsFile_isReadAsItSays() throws IOException {
        String guide = Files.readString(Path.of("../../docs/configuration.md"));
        variables.put("BOT_TOKEN", "s3cret");
        Path json = file("bot.json", guide.replaceAll("(?s).*```json\n|```.*", ""));
        SettingsExamples.BotSettings settings = builder()
                .defaults(Map.of("workers", "4"))
                .file(json)
                .environment("BOT_")
                .set("limits.perSecond", 5)
                .build()
                .read(SettingsExamples.BotSettings.class);
        assertThat(settings.limits()).isEqualTo(new SettingsExamples.Limits(5, Duration.ofSeconds(1)));
        assertThat(settings.sheets()).hasToString("https://sheets.example.org/test");
        assertThat(settings.admins()).containsExactly("ann", "ben");
    }

    @Test
    void toString_namesSourcesOnly() throws IOException {
        Path json = file("a.json", "{\"text\": \"hello\"}");
        Settings settings = builder()
                .defaults(Map.of("a", "hello"))
                .file(json)
                .environment("BOT_")
                .set("b", "hello")
                .set("c", "hello")
                .build();
        assertThat(settings).hasToString("Settings[default, " + json + ", environment variable BOT_, code]");
    }

    record Room(int seats) {}

    @Test
    void readEach_sectionOfNames_isARecordForEachInTheirOrder() {
        Settings settings = Settings.builder()
                .set("rooms.red.seats", 4)
                .set("rooms.blue.seats", 8)
                .build();
        assertThat(settings.section("rooms").readEach(Room.class))
                .containsExactly(Map.entry("red", new Room(4)), Map.entry("blue", new Room(8)));
        assertThat(settings.section("halls").readEach(Room.class)).isEmpty();
    }

    @Test
    void read_componentMissingAndConstructorRefuses_reportsBoth() {
        Settings settings = Settings.builder()
                .set("hall.room.seats", 1)
                .set("picky.size", 0)
                .build();
        assertThatThrownBy(() -> settings.read(House.class))
                .hasMessageContaining("hall.doors is missing")
                .hasMessageContaining("picky is refused: too small");
    }

    record Hall(int doors, Room room) {
        Hall {
            throw new AssertionError("not all of it is there");
        }
    }

    record House(Hall hall, Picky picky) {}

    record Picky(int size) {
        Picky {
            if (size < 1) {
                throw new IllegalArgumentException("too small");
            }
        }
    }
}

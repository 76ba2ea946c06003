// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import dev.bracketwire.seeded.SeededDraw;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTypesTest {
    enum Mode {
        READ_ONLY,
        IDLE,
        idle
    }

    record All(
            boolean a,
            Boolean b,
            byte c,
            Byte d,
            short e,
            Short f,
            int g,
            Integer h,
            long i,
            Long j,
            float k,
            Float l,
            double m,
            Double n,
            Mode o,
            URI p,
            Path q,
            Duration r,
            Instant s,
            LocalDate t,
            ZoneId u,
            Optional<Integer> v,
            Set<Integer> w) {}

    record Flag(boolean value) {}

    record Small(byte value) {}

    record Whole(int value) {}

    record Large(long value) {}

    record Real(double value) {}

    record Single(float value) {}

    record Choice(Mode value) {}

    record Link(URI value) {}

    record Place(Path value) {}

    record Span(Duration value) {}

    record Moment(Instant value) {}

    record Day(LocalDate value) {}

    record Zone(ZoneId value) {}

    record Names(List<String> value) {}

    record Refusing(Secret value) {
        Refusing {
            switch (value.reveal()) {
                case "silent" -> throw new IllegalArgumentException();
                case "chatty" -> throw new IllegalArgumentException("not chatty");
                case "config" -> throw new ConfigurationException(List.of(new Problem("value", "must be longer")));
                case "bug" -> throw new IllegalStateException("a bug");
                case "error" -> throw new AssertionError("an error");
                default -> {}
            }
        }
    }

    private static <R extends Record> R read(Class<R> type, Object value) {
        return Settings.builder().set("value", value).build().read(type);
    }

    private static List<String> problems(Class<? extends Record> type, Object value) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(type, value)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void read_everyType_fromText() {
        String[] texts = {
            "true",
            " FALSE ",
            "-128",
            "127",
            "-32768",
            "+1",
            "-2147483648",
            "5",
            "9223372036854775807",
            "0",
            "1.5",
            "-2",
            "1e-3",
            "2.5E+3",
            "read-only",
            "a/b?c",
            "x/y",
            "1h",
            "2026-11-21T18:00:00Z",
            "2026-11-21",
            "Europe/Berlin",
            "7",
            "3, 1,3,2"
        };
        SettingsBuilder builder = Settings.builder();
        for (int i = 0; i < texts.length; i++) {
            builder.set(String.valueOf((char) ('a' + i)), texts[i]);
        }
        All all = builder.build().read(All.class);
        assertThat(all)
                .isEqualTo(new All(
                        true,
                        false,
                        (byte) -128,
                        (byte) 127,
                        (short) -32768,
                        (short) 1,
                        Integer.MIN_VALUE,
                        5,
                        Long.MAX_VALUE,
                        0L,
                        1.5f,
                        -2f,
                        1e-3,
                        2.5e3,
                        Mode.READ_ONLY,
                        URI.create("a/b?c"),
                        Path.of("x/y"),
                        Duration.ofHours(1),
                        Instant.parse("2026-11-21T18:00:00Z"),
                        LocalDate.of(2026, 11, 21),
                        ZoneId.of("Europe/Berlin"),
                        Optional.of(7),
                        Set.of(1, 2, 3)));
        assertThat(all.w()).containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "5s,PT5S", "2m,PT2M", "1h,PT1H", "1d,PT24H", "PT1H30M,PT1H30M", "pt5s,PT5S", "0s,PT0S"})
    void duration_shortAndIso(String text, Duration expected) {
        assertThat(read(Span.class, text).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "5 s", "-5s", "5S", "1h30m", "99999999999999999999s", "999999999999999999d", "P1Y"})
    void duration_bad_isAProblem(String text) {
        assertThat(problems(Span.class, text)).singleElement().asString().contains("must be a duration such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "on", "", "y"})
    void boolean_bad_isAProblem(String text) {
        assertThat(problems(Flag.class, text))
                .containsExactly("value must be true or false, not \"" + text + "\" (code)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649", "1.0", "1e3", "0x1", "", "\u0663", "1_000", "++1", "1L"})
    void int_bad_isAProblem(String text) {
        assertThat(problems(Whole.class, text))
                .singleElement()
                .asString()
                .contains("must be a whole number from -2147483648 to 2147483647");
    }

    @Test
    void numbers_outOfRange_areProblems() {
        assertThat(problems(Small.class, 128)).singleElement().asString().contains("from -128 to 127, not \"128\"");
        assertThat(problems(Large.class, "9223372036854775808")).hasSize(1);
        assertThat(problems(Single.class, "1e39")).hasSize(1);
        assertThat(problems(Real.class, "1e309")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "0x1p3", "1d", "1f", "1.", ".5", "1,5", ""})
    void double_bad_isAProblem(String text) {
        assertThat(problems(Real.class, text)).singleElement().asString().contains("must be a number such as 2.5");
    }

    @Test
    void enum_anyCase_exactFirst() {
        assertThat(read(Choice.class, "idle").value()).isEqualTo(Mode.idle);
        assertThat(read(Choice.class, "Idle").value()).isEqualTo(Mode.IDLE);
        assertThat(read(Choice.class, "read_only").value()).isEqualTo(Mode.READ_ONLY);
        assertThat(read(Choice.class, Mode.IDLE).value()).isEqualTo(Mode.IDLE);
        assertThat(problems(Choice.class, "of f"))
                .containsExactly("value must be one of READ_ONLY, IDLE, idle, not \"of f\" (code)");
    }

    @Test
    void otherTypes_bad_areProblems() {
        assertThat(problems(Link.class, "")).singleElement().asString().contains("must be a URI");
        assertThat(problems(Place.class, "a\0b"))
                .containsExactly("value must be the path of a file, not \"a?b\" (code)");
        assertThat(problems(Moment.class, "2026-11-21"))
                .singleElement()
                .asString()
                .contains("must be an instant");
        assertThat(problems(Day.class, "21.11.2026")).singleElement().asString().contains("must be a date");
        assertThat(problems(Zone.class, "Berlin")).singleElement().asString().contains("must be a time zone");
        assertThat(problems(Flag.class, Map.of("a", 1)))
                .containsExactly("value must be true or false, not an object (code)");
        assertThat(problems(Flag.class, List.of(true)))
                .containsExactly("value must be true or false, not a list (code)");
        assertThat(problems(Names.class, Duration.ZERO))
                .containsExactly("value[0] must be text, not a java.time.Duration (code)");
    }

    @Test
    void value_thatIsLong_isShortened() {
        String text = "x".repeat(39) + "\ud83d\ude00" + "y".repeat(1000);
        assertThat(problems(Flag.class, text))
                .containsExactly("value must be true or false, not \"" + "x".repeat(39) + "…\" (code)");
        assertThat(problems(Flag.class, "z".repeat(41)))
                .singleElement()
                .asString()
                .contains("\"" + "z".repeat(39) + "…\"");
        assertThat(problems(Flag.class, "z".repeat(40)))
                .singleElement()
                .asString()
                .contains("\"" + "z".repeat(40) + "\"");
    }

    @Test
    void list_asText_isSplitAtCommas() {
        assertThat(read(Names.class, " ").value()).isEmpty();
        assertThat(read(Names.class, "a, b ,").value()).containsExactly("a", "b", "");
        assertThat(read(Names.class, List.of("a, b")).value()).containsExactly("a, b");
    }

    @Test
    void constructor_thatRefuses_isAProblem() {
        assertThat(problems(Refusing.class, "silent"))
                .containsExactly("settings is refused: its constructor does not say why");
        assertThat(problems(Refusing.class, "chatty"))
                .containsExactly("settings is refused: the reason shows a secret and is left out");
        assertThat(problems(Refusing.class, "config")).containsExactly("value must be longer");
        assertThatThrownBy(() -> read(Refusing.class, "bug")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> read(Refusing.class, "error")).isInstanceOf(AssertionError.class);
    }

    @Test
    void read_typeThatIsNotRead_isRefused() {
        record Raw(@SuppressWarnings("rawtypes") List value) {}
        record Odd(Map<Integer, String> value) {}
        record Wild(List<?> value) {}
        record Free<T>(T value) {}
        record Letter(char value) {}
        record Grown(ArrayList<String> value) {}
        record Alike(int perSecond, int per_second) {}
        for (Class<? extends Record> type :
                List.of(Raw.class, Odd.class, Wild.class, Free.class, Letter.class, Grown.class)) {
            assertThatThrownBy(() -> read(type, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(type.getSimpleName() + ".value is a ");
        }
        assertThatThrownBy(() -> read(Alike.class, 1)).hasMessageContaining("are spelled alike");
    }

    @Test
    void read_recordOfAClosedPackage_saysHowToOpenIt(@TempDir Path folder) throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/closed"));
        Files.writeString(folder.resolve("src/module-info.java"), "module closed {}");
        Files.writeString(source.resolve("Hidden.java"), "package closed; record Hidden(String value) {}");
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-d",
                        folder.resolve("out").toString(),
                        folder.resolve("src/module-info.java").toString(),
                        source.resolve("Hidden.java").toString());
        assertThat(compiled).isZero();
        ModuleFinder finder = ModuleFinder.of(folder.resolve("out"));
        Class<?> hidden = ModuleLayer.boot()
                .defineModulesWithOneLoader(
                        ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of("closed")), null)
                .findLoader("closed")
                .loadClass("closed.Hidden");
        assertThat(problems(hidden.asSubclass(Record.class), "x"))
                .containsExactly(
                        "settings cannot be read: add \"opens closed to dev.bracketwire;\" to your module-info");
    }

    @Test
    void read_anyText_isReadOrAProblemOfItsPlace() {
        SeededDraw.rounds(300, draw -> {
            String text = draw.text();
            for (Class<? extends Record> type : List.<Class<? extends Record>>of(
                    Flag.class,
                    Whole.class,
                    Real.class,
                    Choice.class,
                    Link.class,
                    Place.class,
                    Span.class,
                    Moment.class,
                    Day.class,
                    Zone.class,
                    Names.class)) {
                try {
                    assertThat(read(type, text)).isNotNull();
                } catch (ConfigurationException e) {
                    assertThat(e.problems())
                            .allSatisfy(problem -> assertThat(problem.path()).startsWith("value"));
                    assertThat(e).hasNoCause();
                }
            }
        });
    }

    @Test
    void int_anyNumber_isReadAsItIs() {
        SeededDraw.rounds(300, draw -> {
            int number = (int) draw.anyLong();
            assertThat(read(Whole.class, String.format(Locale.ROOT, "%d", number))
                            .value())
                    .isEqualTo(number);
        });
    }
}

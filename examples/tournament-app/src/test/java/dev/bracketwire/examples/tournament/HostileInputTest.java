// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.state.Person;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Text that nobody expects, in every field of every command and in names of Discord. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class HostileInputTest {
    private static final List<String> HOSTILE = List.of(
            "",
            "'; DROP TABLE entries; --",
            "\"`${people}`\\%_",
            "NUL\0end",
            "line\r\n2026-12-05 ERROR forged",
            "half \uD800 pair",
            "\u202Eright to left",
            "emoji \uD83D\uDE00 and عربى",
            "<script>alert(1)</script>",
            "x".repeat(1_000_000));

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private TournamentScene scene;

    @BeforeEach
    void open() {
        scene = TournamentScene.of(database.open(), new KnownAccounts(), 9, 2);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void commands_withHostileText_areAnsweredAndKeepTheDatabase() throws Exception {
        for (Class<? extends Command> type : Commands.types()) {
            if (type.getSimpleName().contains("Sheet")) {
                continue; // its port is another test's
            }
            for (String text : HOSTILE) {
                for (RecordComponent field : type.getRecordComponents()) {
                    if (field.getType() == String.class) {
                        Answer answer = scene.as("Root", command(type, field.getName(), text));
                        assertThat(answer)
                                .as("%s %s", type.getSimpleName(), field.getName())
                                .isNotInstanceOf(Answer.Failed.class);
                        assertThat(answer.text())
                                .hasSizeLessThan(1000)
                                .doesNotContain("\0")
                                .doesNotContain("\n");
                    }
                }
            }
        }
        assertThat(scene.settings().capacity()).isEqualTo(9);
        assertThat(scene.audit()).allSatisfy(line -> {
            assertThat(line.summary()).hasSizeLessThan(1000).doesNotContain("\n");
            assertThat(Objects.requireNonNullElse(line.tournament(), ""))
                    .hasSizeLessThan(1000)
                    .doesNotContain("\n");
        });
        assertThat(scene.strings("SELECT id FROM ${people}")).hasSize(2);
    }

    private Command command(Class<? extends Command> type, String hostile, String text) throws Exception {
        RecordComponent[] fields = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].getName().equals(hostile) ? text : usual(fields[i]);
        }
        Constructor<? extends Command> constructor = type.getDeclaredConstructor(
                Stream.of(fields).map(RecordComponent::getType).toArray(Class[]::new));
        return constructor.newInstance(values);
    }

    private @Nullable Object usual(RecordComponent field) {
        Class<?> type = field.getType();
        if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        }
        if (type == int.class || type == boolean.class) {
            return type == int.class ? (Object) 4 : (Object) false;
        }
        if (type == long.class) {
            return 4L;
        }
        if (field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        return switch (field.getName()) {
            case "tournament" -> "cup";
            case "person" -> scene.id("Root");
            case "id", "organisation" -> "cup";
            case "riotId" -> "Ann#EUW";
            default -> "some";
        };
    }

    @Test
    @SuppressWarnings("NullAway") // as JSON without these fields is read
    void fields_thatNoTableHolds_areRefusedWithTheirName() {
        scene.refused("Olga", Reason.INVALID, new Register("cup", "Ann#EUW", "Dra\0gons"));
        Answer broken = scene.refused(
                "Olga",
                Reason.INVALID,
                new ChangeSettings("cup", "Line\nbreak", null, null, null, null, null, null, null, null, null, null));
        assertThat(broken.text()).startsWith("name has a character");
        Answer nul = scene.refused("Ann", Reason.INVALID, new ShowTournament("cup\0"));
        assertThat(nul.text()).startsWith("tournament has a character");
        assertThat(scene.audit().get(0).tournament()).isNull();
        assertThat(scene.refused("Ann", Reason.INVALID, new Register("cup", null))
                        .text())
                .isEqualTo("riotId is missing.");
        assertThat(scene.refused("Olga", Reason.INVALID, new SetWindow("cup", null, null))
                        .text())
                .isEqualTo("window is missing.");
    }

    @Test
    void names_ofOthers_cannotBeReadByTheirIds() {
        String id = scene.person("Secretname").id();

        for (Register each : List.of(
                new Register("cup", "{" + id + "}"),
                new Register("cup", "Ann#EUW", "{" + id + "}"),
                new Register("{" + id + "}", "Ann#EUW"))) {
            assertThat(scene.refused("Ann", Reason.INVALID, each).text()).doesNotContain("Secretname");
        }
    }

    @Test
    void names_ofDiscord_areShownInOneLine() {
        Person forged =
                scene.app.personOfDiscord("1", " Ann\r\n\0\uD800 \u202Eevil\t ").get();
        assertThat(forged.name()).isEqualTo("Ann evil");
        assertThat(scene.app.personOfDiscord("1", "\u2067").get()).isEqualTo(new Person(forged.id(), "unnamed", "1"));
        assertThat(scene.app
                        .personOfDiscord("2", "\uD83D\uDE00".repeat(500))
                        .get()
                        .name())
                .isEqualTo("\uD83D\uDE00".repeat(80));
        assertThat(scene.app.addPerson("عربى 'quoted' {p-x}").get().name()).isEqualTo("عربى 'quoted' {p-x}");
        scene.did("Root", new ShowTournament("cup"));
    }
}

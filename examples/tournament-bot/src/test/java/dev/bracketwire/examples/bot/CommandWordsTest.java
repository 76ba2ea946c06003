// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.examples.bot.CommandWords.UsageProblem;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.ChangeWebhook;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.ShowAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandWordsTest {
    private static Command parse(String line) {
        return CommandWords.parse(CommandWords.split(line));
    }

    static Stream<Class<? extends Command>> types() {
        return Commands.types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void parse_usageOfEachCommand_givesThatCommand(Class<? extends Command> type) {
        List<String> words = new ArrayList<>();
        for (String word : CommandWords.usage(type).replace("Usage: ", "").split(" ", -1)) {
            String bare = word.replaceAll("[\\[\\]]", "");
            words.add(bare.equals(bare.toUpperCase(java.util.Locale.ROOT)) ? value(type, bare) : bare);
        }

        assertThat(CommandWords.parse(words)).isInstanceOf(type);
        assertThat(CommandWords.help(Commands.operation(type).name()))
                .contains(Commands.operation(type).summary(), CommandWords.usage(type));
    }

    private static String value(Class<? extends Command> type, String name) {
        var component = Stream.of(type.getRecordComponents())
                .filter(each -> CommandWords.kebab(each.getName()).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
        if (component.getType() == Boolean.class) {
            return "true";
        }
        return component.getType().isEnum() ? ((Enum<?>) component.getType().getEnumConstants()[0]).name() : "7";
    }

    @Test
    void parse_argumentsAndOptions_fillsTheRecord() {
        assertThat(parse("register spring-cup Ann#EUW --team \"Red Foxes\""))
                .isEqualTo(new Register("spring-cup", "Ann#EUW", "Red Foxes"));
        assertThat(parse("register spring-cup --keep-team --team=Foxes Ann#EUW"))
                .isEqualTo(new Register("spring-cup", "Ann#EUW", "Foxes", null, true, false, false));
        assertThat(parse("check-in spring-cup")).isEqualTo(new CheckIn("spring-cup"));
        assertThat(parse("window cup check_in OPEN"))
                .isEqualTo(new SetWindow("cup", SetWindow.Which.CHECK_IN, SetWindow.Wish.OPEN));
        assertThat(parse("change-settings cup --capacity 16")).isEqualTo(ChangeSettings.capacity("cup", 16, null));
        assertThat(parse("change-settings cup --tab ''"))
                .extracting(command -> ((ChangeSettings) command).tab())
                .isEqualTo("");
        assertThat(parse("change-webhook sub_1 --ordered false"))
                .isEqualTo(new ChangeWebhook("sub_1", null, null, false, null, null));
        assertThat(parse("audit --before 9")).isEqualTo(new ShowAudit(null, 9L));
        assertThat(parse("permission p-1 --level admin")).isEqualTo(new SetPermission(null, "p-1", Permission.ADMIN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            regster cup Ann#EUW            | Did you mean register?
            reset                          | Did you mean reset-check-in?
            xyzzy                          | There is no command "xyzzy". Type help
            register                       | The tournament is missing. Usage: register TOURNAMENT RIOT-ID
            register cup                   | The riot id is missing.
            register cup Ann#EUW Foxes     | There is no place for "Foxes".
            register cup Ann#EUW --teem x  | There is no option --teem.
            register cup Ann#EUW --team    | The value of --team is missing.
            window cup lunch open          | must be one of registration, check-in, not "lunch".
            create cup club Cup many 1     | must be a whole number, not "many".
            change-webhook s --ordered x   | must be true or false, not "x".
            audit --before x               | must be a whole number, not "x".
            register "cup                  | A quote is open""")
    void parse_mistakes_tellsWhatToType(String line, String message) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageProblem.class).hasMessageContaining(message);
    }

    @Test
    void help_all_listsEachCommandOnce() {
        assertThat(CommandWords.help()).hasSize(Commands.types().size() + 3);
        assertThat(CommandWords.help("window")).contains("  WINDOW is one of registration, check-in.");
        assertThat(CommandWords.help("permission")).anyMatch(line -> line.startsWith("  --level is one of public"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static dev.bracketwire.sheets.table.BindingScene.GUILD;
import static dev.bracketwire.sheets.table.BindingScene.binding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.GoogleScope;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.table.internal.BindingScope;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.sheets.FakeAccess;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingCheckTest {
    private final BindingScene scene = new BindingScene();
    private final Database db = Database.inMemory();
    private final SheetBindings bindings = scene.bindings(db);
    private final FakeSpreadsheet file = scene.file("Cup", "ann");
    private final FakeTab tab = file.find("GAL Database");

    @AfterEach
    void close() {
        db.close();
        scene.close();
    }

    private void bound() {
        bindings.bind(binding(GUILD, file).without("alt_ign"), "organiser")
                .get()
                .orThrow();
    }

    private List<String> check() {
        return bindings.check(GUILD, "normal", "production").get().stream()
                .map(SheetProblem::toString)
                .toList();
    }

    private void refused(SheetBinding wanted, String... sentences) {
        assertThatThrownBy(() -> bindings.bind(wanted, "organiser").get())
                .isInstanceOf(SheetException.class)
                .hasMessage(String.join("\n", sentences));
        assertThat(bindings.all().get()).isEmpty();
    }

    private String url() {
        return "https://docs.google.com/spreadsheets/d/" + file.id() + "/edit";
    }

    private String share() {
        return "; open the spreadsheet, press Share, and add " + scene.google.serviceAccount() + " as an Editor";
    }

    @Test
    void check_ofARightSheet_isEmptyAndChangesNoCell() {
        bound();
        List<?> before = tab.rows();
        assertThat(check()).isEmpty();
        assertThat(tab.rows()).isEqualTo(before);
        int calls = scene.google.calls().size();
        assertThat(check()).isEmpty();
        assertThat(scene.google.calls()).hasSize(calls + 3);
    }

    @Test
    void check_whereNothingIsBound_saysSo() {
        assertThat(check()).containsExactly("guild-42, normal, production: is bound to no tab; bind a tab to it first");
    }

    @Test
    void bind_ofATabThatIsNotThere_listsTheTabs() {
        file.tab("Lobbies");
        refused(
                SheetBinding.of(GUILD, "normal", "production", file.id(), "GAL"),
                url() + ": \"GAL\" is the title of no tab; the tabs are GAL Database, Lobbies");
    }

    @Test
    void bind_withoutAHeader_saysSo() {
        file.tab("Empty", List.of(List.of("1", "2"), List.of("3", "4")));
        refused(
                SheetBinding.of(GUILD, "normal", "production", file.id(), "Empty"),
                "Empty: has no row that looks like a header; write the headers, or name their row by headerRow");
    }

    @Test
    void bind_ofATabWithoutAnyRole_saysSo() {
        file.tab("Budget", List.of(List.of("Item", "Euro"), List.of("Venue", 300)));
        refused(
                SheetBinding.of(GUILD, "normal", "production", file.id(), "Budget"),
                "Budget: has no column by which records are told apart; the headers are A \"Item\", B \"Euro\"");
    }

    @Test
    void bind_ofAHeaderRowBeyondTheTab_saysSo() {
        assertThatThrownBy(() -> bindings.bind(binding(GUILD, file).headerRow(90_000), "organiser")
                        .get())
                .isInstanceOf(SheetException.class)
                .hasMessageContaining("rows, and the header should be in row 90000; correct the row of the header");
    }

    @Test
    void bind_ofAColumnThatIsNotThere_listsTheHeaders() {
        tab.set("C2", "Nickname");
        assertThatThrownBy(() -> bindings.bind(binding(GUILD, file).column("ign", "Summoner"), "organiser")
                        .get())
                .isInstanceOf(SheetException.class)
                .hasMessageStartingWith(
                        "GAL Database: \"Summoner\" is no column for ign; the headers are A \"Discord Tag\", "
                                + "B \"Pronouns\", C \"Nickname\", D \"Registered\"");
    }

    @Test
    void bind_ofAKeyThatIsNotThere_saysSo() {
        assertThatThrownBy(() -> bindings.bind(binding(GUILD, file).key("Passport"), "organiser")
                        .get())
                .hasMessageStartingWith("GAL Database: \"Passport\" is no column by which rows can be told apart");
    }

    @Test
    void bind_ofAnUnknownRole_listsTheRoles() {
        refused(
                binding(GUILD, file).column("nick", "Riot ID"),
                "GAL Database: \"nick\" is no role of a column; "
                        + "the roles are discord, ign, alt_ign, pronouns, registered, checkin, team");
    }

    @Test
    void bind_ofASpreadsheetThatIsNotShared_namesTheAccount() {
        file.allow(scene.google.serviceAccount(), FakeAccess.NONE);
        refused(binding(GUILD, file), url() + ": is not shared with this program" + share());
        file.allow(scene.google.serviceAccount(), FakeAccess.READ);
        refused(binding(GUILD, file), url() + ": can be read by this program and not written" + share());
        file.allow(scene.google.serviceAccount(), FakeAccess.WRITE);
        bound();
        file.allow(scene.google.serviceAccount(), FakeAccess.NONE);
        assertThat(check()).containsExactly(url() + ": is not shared with this program" + share());
    }

    @Test
    void bind_ofASpreadsheetThatDoesNotExist_saysWhereToLook() {
        refused(
                SheetBinding.of(GUILD, "normal", "production", "no-such-spreadsheet-0000000000000000000", "Players"),
                "https://docs.google.com/spreadsheets/d/no-such-spreadsheet-0000000000000000000/edit: does not exist or was"
                        + " deleted; copy the address of the spreadsheet from the browser and bind it again");
    }

    @Test
    void bind_whileTheApiIsOff_failsAsTheCall() {
        scene.google.answerNext(Answer.json("{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"message\":"
                        + "\"off\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
                        + "\"reason\":\"SERVICE_DISABLED\"}]}}")
                .status(403));
        assertThatThrownBy(
                        () -> bindings.bind(binding(GUILD, file), "organiser").get())
                .isInstanceOf(CallException.class)
                .hasMessageContaining("the API is not enabled for this project");
    }

    @Test
    void check_whileGoogleIsDown_failsAndIsNoProblemOfTheSheet() {
        bound();
        Answer[] down = IntStream.range(0, 20).mapToObj(i -> Answer.of(503)).toArray(Answer[]::new);
        scene.google.answerNext(down);
        assertThatThrownBy(() -> bindings.check(GUILD, "normal", "production")
                        .within(Duration.ofMillis(300))
                        .get())
                .isInstanceOf(CallException.class);
    }

    @Test
    void check_ofARenamedTab_namesItsNewTitle() {
        bound();
        tab.rename("Players 2026");
        assertThat(check())
                .containsExactly("GAL Database: was renamed and is called \"Players 2026\" now; "
                        + "give the tab its old title back, or bind it by its new one");
        BindingScene.tab(file, "GAL Database", "cid");
        assertThat(check())
                .contains(
                        "GAL Database: is another tab than the one that was bound, which is called \"Players 2026\" now; "
                                + "bind the tab again if it is the right one");
        tab.delete();
        assertThat(check()).anyMatch(each -> each.contains("than the one that was bound, which was deleted"));
        bound();
        assertThat(check()).isEmpty();
    }

    @Test
    void check_ofProtectedColumns_namesThem() {
        bound();
        tab.protect("A1:F2");
        assertThat(check()).isEmpty();
        tab.protect("E3:F9");
        assertThat(check())
                .containsExactly(
                        "'GAL Database'!E3:F9: is protected, so that checkin, team cannot be written; open Data > "
                                + "Protect sheets and ranges, and let " + scene.google.serviceAccount() + " edit them");
    }

    @Test
    void bind_ofAProtectedTab_isRefused() {
        tab.protect("A1:Z9999");
        assertThatThrownBy(
                        () -> bindings.bind(binding(GUILD, file), "organiser").get())
                .hasMessageContaining("is protected, so that it cannot be written");
    }

    @Test
    void bind_byAClientThatMayOnlyRead_needsNoRightToWrite() {
        file.allow("reader", FakeAccess.READ);
        scene.google.token("read-only", "reader", "https://www.googleapis.com/auth/spreadsheets.readonly");
        try (Sheets reader = Sheets.builder(
                        GoogleAccess.token(Secret.of("read-only")).scopes(GoogleScope.SPREADSHEETS_READONLY))
                .base(scene.google.uri())
                .build()) {
            assertThat(reader.findAccount()).isEmpty();
            SheetBindings read = SheetBindings.builder(reader).database(db).build();
            read.bind(binding(GUILD, file), "organiser").get().orThrow();
            assertThat(BindingScene.table(read, GUILD).records().get().size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.org/spreadsheets/d/1aBc/edit", "not a sheet", "", "https://docs.google.com/"})
    void of_aWrongAddress_isRefused(String address) {
        assertThatThrownBy(() -> SheetBinding.of(GUILD, "normal", "production", address, "Players"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void of_textsThatNothingCanHold_isRefused() {
        for (String text : List.of("", " ", "a\0b", "\uD83C", "x".repeat(101))) {
            assertThatThrownBy(() -> SheetBinding.of(text, "normal", "production", "1aBc", "Players"))
                    .hasMessageStartingWith("tenant must");
            assertThatThrownBy(() -> SheetBinding.of(GUILD, text, "production", "1aBc", "Players"))
                    .hasMessageStartingWith("mode must");
            assertThatThrownBy(() -> SheetBinding.of(GUILD, "normal", text, "1aBc", "Players"))
                    .hasMessageStartingWith("environment must");
            assertThatThrownBy(() -> SheetBinding.of(GUILD, "normal", "production", "1aBc", text))
                    .hasMessageStartingWith("tab must");
            assertThatThrownBy(() -> bindings.table(text, "normal", "production"))
                    .hasMessageStartingWith("tenant must");
            assertThatThrownBy(() -> bindings.unbind(GUILD, "normal", "production", text))
                    .hasMessageStartingWith("actor must");
        }
        assertThat(new BindingScope("\uD83C\uDFC6".repeat(100), "m", "e").mode())
                .isEqualTo("m");
        SheetBinding binding = SheetBinding.of(GUILD, "normal", "production", "1aBc", "Players");
        assertThatThrownBy(() -> binding.headerRow(0)).hasMessageContaining("headerRow must be at least 1");
        assertThatThrownBy(() -> binding.column("ign", "Name").column("team", "name "))
                .hasMessage("columns must not name \"name \" for both ign and team");
        assertThat(binding.column("ign", "Name").without("ign").columns()).isEmpty();
        assertThat(binding.without("ign").column("ign", "Name").without()).isEmpty();
    }
}

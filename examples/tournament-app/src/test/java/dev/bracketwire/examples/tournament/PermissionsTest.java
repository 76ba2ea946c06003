// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.command.AddMatch;
import dev.bracketwire.examples.tournament.command.AddWebhook;
import dev.bracketwire.examples.tournament.command.ApplyImport;
import dev.bracketwire.examples.tournament.command.ApplySheetEdits;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.ChangeWebhook;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.ControlMatch;
import dev.bracketwire.examples.tournament.command.ControlService;
import dev.bracketwire.examples.tournament.command.ControlWebhook;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.DisableSchedule;
import dev.bracketwire.examples.tournament.command.EditMatch;
import dev.bracketwire.examples.tournament.command.EnableSchedule;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.examples.tournament.command.LinkPerson;
import dev.bracketwire.examples.tournament.command.ListPeople;
import dev.bracketwire.examples.tournament.command.ListTournaments;
import dev.bracketwire.examples.tournament.command.MergePersons;
import dev.bracketwire.examples.tournament.command.PlanImport;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.RemoveWebhook;
import dev.bracketwire.examples.tournament.command.ReplayDeliveries;
import dev.bracketwire.examples.tournament.command.ReportMessage;
import dev.bracketwire.examples.tournament.command.ReportRoles;
import dev.bracketwire.examples.tournament.command.ResendDelivery;
import dev.bracketwire.examples.tournament.command.ResetCheckIn;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.RotateWebhookSecret;
import dev.bracketwire.examples.tournament.command.SendTestEvent;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetStream;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.command.SettleSuggestion;
import dev.bracketwire.examples.tournament.command.ShowAudit;
import dev.bracketwire.examples.tournament.command.ShowCalendar;
import dev.bracketwire.examples.tournament.command.ShowConnectors;
import dev.bracketwire.examples.tournament.command.ShowCurl;
import dev.bracketwire.examples.tournament.command.ShowDeliveries;
import dev.bracketwire.examples.tournament.command.ShowDelivery;
import dev.bracketwire.examples.tournament.command.ShowMatch;
import dev.bracketwire.examples.tournament.command.ShowMatches;
import dev.bracketwire.examples.tournament.command.ShowMe;
import dev.bracketwire.examples.tournament.command.ShowMessages;
import dev.bracketwire.examples.tournament.command.ShowReadiness;
import dev.bracketwire.examples.tournament.command.ShowRoster;
import dev.bracketwire.examples.tournament.command.ShowSchedules;
import dev.bracketwire.examples.tournament.command.ShowServiceLog;
import dev.bracketwire.examples.tournament.command.ShowServices;
import dev.bracketwire.examples.tournament.command.ShowSettings;
import dev.bracketwire.examples.tournament.command.ShowSheet;
import dev.bracketwire.examples.tournament.command.ShowSuggestions;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.command.ShowWebhooks;
import dev.bracketwire.examples.tournament.command.TakeMessages;
import dev.bracketwire.examples.tournament.command.TakeRoles;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.examples.tournament.command.UndoMerge;
import dev.bracketwire.examples.tournament.command.VerifyEntry;
import dev.bracketwire.examples.tournament.command.Withdraw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each command is open to exactly those that the table names, whichever face it comes by. */
class PermissionsTest {
    private final TournamentScene scene = TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), 9, 1);
    private String player = "";

    /** Callers by how much they may do in {@code cup}: the last three may do nothing there. */
    private final Map<String, Permission> callers = new LinkedHashMap<>();

    @BeforeEach
    void callers() {
        scene.register("Anna");
        player = scene.id("Anna");
        scene.did("Root", new CreateTournament("other", "guild", "Other Cup", 4, 1));
        scene.did("Root", new SetPermission("cup", scene.id("Vera"), Permission.VIEWER));
        scene.did("Root", new SetPermission("cup", scene.id("Adam"), Permission.ADMIN));
        scene.did("Root", new SetPermission(null, "club", scene.id("Clara"), Permission.ORGANISER));
        scene.did("Root", new SetPermission("other", scene.id("Otto"), Permission.ADMIN));
        scene.did("Root", new SetPermission(null, "guild", scene.id("Gilda"), Permission.ADMIN));
        callers.put("Root", Permission.ADMIN);
        callers.put("Adam", Permission.ADMIN);
        callers.put("Olga", Permission.ORGANISER);
        callers.put("Clara", Permission.ORGANISER);
        callers.put("Vera", Permission.VIEWER);
        callers.put("Sami", Permission.SIGNED_IN);
        callers.put("Otto", Permission.SIGNED_IN);
        callers.put("Gilda", Permission.SIGNED_IN);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** Returns each command about the tournament {@code cup}, with the level that it takes. */
    private Map<Command, Permission> commands() {
        Map<Command, Permission> all = new LinkedHashMap<>();
        all.put(new ListTournaments(), Permission.PUBLIC);
        all.put(new ShowTournament("cup"), Permission.PUBLIC);
        all.put(new ShowMe(), Permission.SIGNED_IN);
        all.put(new Register("cup", "Ann"), Permission.SIGNED_IN);
        all.put(new Register("cup", "Ann").person(player), Permission.ORGANISER);
        all.put(new Register("cup", "Ann", null, null, false, false, true), Permission.ORGANISER);
        all.put(new Withdraw("cup", null), Permission.SIGNED_IN);
        all.put(new Withdraw("cup", "p-other"), Permission.ORGANISER);
        all.put(new CheckIn("cup"), Permission.SIGNED_IN);
        all.put(new CheckIn("cup", player, true), Permission.ORGANISER);
        all.put(new Choose("A-NONE", 1), Permission.SIGNED_IN);
        all.put(new ShowRoster("cup"), Permission.VIEWER);
        all.put(new SetWindow("cup", Which.CHECK_IN, Wish.OPEN), Permission.ORGANISER);
        all.put(new ShowSettings("cup"), Permission.VIEWER);
        all.put(ChangeSettings.capacity("cup", 9, null), Permission.ORGANISER);
        all.put(new VerifyEntry("cup", player), Permission.ORGANISER);
        all.put(new ResetRegistration("cup", null), Permission.ORGANISER);
        all.put(new ResetCheckIn("cup", null), Permission.ORGANISER);
        all.put(new ShowAudit("cup", null), Permission.VIEWER);
        all.put(new Undo("cup", "A-NONE", null), Permission.ORGANISER);
        all.put(new ShowSheet("cup"), Permission.ORGANISER);
        all.put(new ApplySheetEdits("cup", null), Permission.ORGANISER);
        all.put(new ShowMessages("cup"), Permission.ORGANISER);
        all.put(EnableSchedule.of("cup", "examplecup"), Permission.ORGANISER);
        all.put(new DisableSchedule("cup"), Permission.ORGANISER);
        all.put(new PlanImport("cup", null), Permission.ORGANISER);
        all.put(new ApplyImport("cup", "1-none"), Permission.ORGANISER);
        all.put(new ShowMatches("cup", null, null, false), Permission.PUBLIC);
        all.put(new ShowMatches("cup", null, null, true), Permission.SIGNED_IN);
        all.put(new ShowMatch("cup", 1), Permission.VIEWER);
        all.put(new EditMatch("cup", 1, "Final", null, null, null, false, false), Permission.ORGANISER);
        all.put(new SetStream("cup", 1, "en", ""), Permission.ORGANISER);
        all.put(new AddMatch("cup", "2026-12-06T20:00:00Z", player, null, null), Permission.ORGANISER);
        all.put(new ControlMatch("cup", 1, ControlMatch.Action.CANCEL), Permission.ORGANISER);
        all.put(new ShowSuggestions("cup"), Permission.ORGANISER);
        all.put(new SettleSuggestion("cup", 1, SettleSuggestion.Action.DISMISS), Permission.ORGANISER);
        all.put(new LinkPerson("cup", 1, player), Permission.ORGANISER);
        all.put(new MergePersons("cup", 1, 2), Permission.ORGANISER);
        all.put(new UndoMerge("cup", 1), Permission.ORGANISER);
        all.put(new ShowReadiness("cup"), Permission.VIEWER);
        all.put(new ShowCalendar("cup", null, false), Permission.PUBLIC);
        all.put(new ShowCalendar("cup", null, true), Permission.VIEWER);
        all.put(new SetPermission("cup", "p-other", Permission.VIEWER), Permission.ADMIN);
        return all;
    }

    /** Returns each command about everything: only Root has a permission for that. */
    private List<Command> commandsForEverything() {
        return List.of(
                new ShowAudit(null, null),
                new Undo(null, "A-NONE", null),
                new ControlService("api", ServiceAction.STOP),
                new ShowServiceLog("api", 10),
                new CreateTournament("third", "fresh", "Third Cup", 0, 1),
                new ListPeople(),
                new SetPermission(null, player, null),
                new SetPermission(null, "fresh", "p-other", null),
                new TakeMessages(1),
                new ReportMessage("m-none", null, false),
                new TakeRoles(1),
                new ReportRoles("NONE", null, false),
                new Forget(player, null),
                new ShowWebhooks(),
                new AddWebhook("none", null, false, null, null),
                new ChangeWebhook("none", null, null, true, null, null),
                new ControlWebhook("none", ControlWebhook.Action.PAUSE),
                new RemoveWebhook("none", null),
                new RotateWebhookSecret("none", null),
                new SendTestEvent("none"),
                new ResendDelivery(1),
                new ReplayDeliveries("2026-12-05T12:00:00Z", null, null),
                new ShowCurl(1));
    }

    @Test
    void commands_ofATournament_followTheTable() {
        commands().forEach((command, needed) -> {
            callers.forEach((name, level) -> {
                Answer answer = scene.as(name, command);
                boolean refused = answer instanceof Answer.Refused no && no.reason() == Reason.FORBIDDEN;
                assertThat(refused)
                        .as("%s by %s: %s", command, name, answer.text())
                        .isEqualTo(!level.includes(needed));
            });
            boolean signIn = scene.app.run(command, Caller.visitor(Face.WEB)).get() instanceof Answer.Refused no
                    && no.reason() == Reason.SIGN_IN;
            assertThat(signIn).as("%s by a visitor", command).isEqualTo(needed != Permission.PUBLIC);
        });
    }

    @Test
    void commands_aboutEverything_areForThoseWhoMayDoEverything() {
        for (Command command : commandsForEverything()) {
            for (String name : callers.keySet()) {
                Answer answer = scene.as(name, command);
                boolean refused = answer instanceof Answer.Refused no && no.reason() == Reason.FORBIDDEN;
                assertThat(refused)
                        .as("%s by %s: %s", command, name, answer.text())
                        .isEqualTo(!name.equals("Root"));
            }
            TournamentScene.refused(
                    scene.app.run(command, Caller.visitor(Face.WEB)).get(), Reason.SIGN_IN);
        }
    }

    @Test
    void commands_ofNoTournament_needAnyViewer() {
        for (Command command : List.of(new ShowServices(), new ShowConnectors(), new ShowSchedules())) {
            for (String name : callers.keySet()) {
                Answer answer = scene.as(name, command);
                boolean refused = answer instanceof Answer.Refused no && no.reason() == Reason.FORBIDDEN;
                assertThat(refused).as("%s by %s", command, name).isEqualTo(name.equals("Sami"));
            }
        }
    }

    @Test
    void deliveries_needAnyOrganiser() {
        for (Command command : List.of(new ShowDeliveries(null, null, null, null), new ShowDelivery(1))) {
            for (String name : callers.keySet()) {
                Answer answer = scene.as(name, command);
                boolean refused = answer instanceof Answer.Refused no && no.reason() == Reason.FORBIDDEN;
                assertThat(refused)
                        .as("%s by %s", command, name)
                        .isEqualTo(List.of("Sami", "Vera").contains(name));
            }
        }
    }

    @Test
    void table_namesEveryCommand() {
        var named = commands().keySet().stream().map(Command::getClass).collect(java.util.stream.Collectors.toSet());
        commandsForEverything().forEach(command -> named.add(command.getClass()));
        named.add(ShowServices.class);
        named.add(ShowConnectors.class);
        named.add(ShowSchedules.class);
        named.add(ShowDeliveries.class);
        named.add(ShowDelivery.class);

        assertThat(named).containsExactlyInAnyOrderElementsOf(Commands.types());
    }

    @Test
    void permission_ofAnOrganisation_isForItsTournamentsOnly() {
        scene.did("Gilda", new CreateTournament("guild-cup", "guild", "Guild Cup", 4, 1));
        scene.refused("Gilda", Reason.FORBIDDEN, new CreateTournament("club-cup", "club", "Club Cup", 4, 1));
        scene.refused("Adam", Reason.FORBIDDEN, new SetPermission(null, "club", scene.id("Adam"), Permission.ADMIN));
        scene.refused("Gilda", Reason.INVALID, new SetPermission("other", "guild", player, Permission.ADMIN));
        scene.refused("Gilda", Reason.FORBIDDEN, new SetPermission("cup", "guild", player, Permission.ADMIN));

        scene.did("Gilda", new SetPermission("guild-cup", player, Permission.VIEWER));
    }

    @Test
    void permission_changed_actsAtOnceAndIsRefusedForWrongValues() {
        scene.refused("Vera", Reason.FORBIDDEN, new ShowMessages("cup"));
        scene.did("Adam", new SetPermission("cup", scene.id("Vera"), Permission.ORGANISER));
        scene.did("Vera", new ShowMessages("cup"));
        scene.did("Adam", new SetPermission("cup", scene.id("Vera"), null));
        scene.refused("Vera", Reason.FORBIDDEN, new ShowRoster("cup"));

        scene.refused("Adam", Reason.INVALID, new SetPermission("cup", player, Permission.SIGNED_IN));
        scene.refused("Adam", Reason.NOT_FOUND, new SetPermission("cup", "p-other", Permission.VIEWER));
        scene.refused("Root", Reason.NOT_FOUND, new SetPermission("none", player, Permission.VIEWER));
    }

    @Test
    void schedule_asAFaceOfAPerson_givesNoRights() {
        Answer answer = scene.app
                .run(new ListPeople(), Caller.of(scene.id("Sami"), Face.SCHEDULE))
                .get();

        TournamentScene.refused(answer, Reason.FORBIDDEN);
    }
}

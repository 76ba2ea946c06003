// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.examples.tournament.command.*;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lists all commands by their names. The HTTP API, the terminal and the OpenAPI document are made from this list. */
public final class Commands {
    private static final Map<String, Class<? extends Command>> BY_NAME = new LinkedHashMap<>();

    static {
        List.<Class<? extends Command>>of(
                        ListTournaments.class,
                        ShowTournament.class,
                        ShowMe.class,
                        Register.class,
                        Withdraw.class,
                        CheckIn.class,
                        Choose.class,
                        ShowRoster.class,
                        SetWindow.class,
                        ShowSettings.class,
                        ChangeSettings.class,
                        VerifyEntry.class,
                        ResetRegistration.class,
                        ResetCheckIn.class,
                        ShowAudit.class,
                        Undo.class,
                        ShowSheet.class,
                        ApplySheetEdits.class,
                        ShowMessages.class,
                        // Each take stands before its report, whose path has a variable in the same place.
                        TakeMessages.class,
                        ReportMessage.class,
                        TakeRoles.class,
                        ReportRoles.class,
                        ShowServices.class,
                        ControlService.class,
                        ShowServiceLog.class,
                        ShowConnectors.class,
                        CreateTournament.class,
                        ListPeople.class,
                        SetPermission.class,
                        Forget.class,
                        ShowWebhooks.class,
                        AddWebhook.class,
                        ChangeWebhook.class,
                        RemoveWebhook.class,
                        // Before the action, whose path has a variable in the same place.
                        RotateWebhookSecret.class,
                        SendTestEvent.class,
                        ControlWebhook.class,
                        ShowDeliveries.class,
                        ShowDelivery.class,
                        ReplayDeliveries.class,
                        ResendDelivery.class,
                        ShowCurl.class,
                        ShowSchedules.class,
                        EnableSchedule.class,
                        DisableSchedule.class,
                        PlanImport.class,
                        ApplyImport.class,
                        ShowMatches.class,
                        ShowMatch.class,
                        EditMatch.class,
                        // Before the action, whose path has a variable in the same place.
                        SetStream.class,
                        AddMatch.class,
                        ControlMatch.class,
                        ShowSuggestions.class,
                        SettleSuggestion.class,
                        LinkPerson.class,
                        MergePersons.class,
                        UndoMerge.class,
                        ShowReadiness.class,
                        ShowCalendar.class)
                .forEach(type -> BY_NAME.put(operation(type).name(), type));
    }

    private Commands() {}

    /** Returns all commands. */
    public static Map<String, Class<? extends Command>> all() {
        return Map.copyOf(BY_NAME);
    }

    /** Returns all commands in the order of the documentation. */
    public static List<Class<? extends Command>> types() {
        return List.copyOf(BY_NAME.values());
    }

    /** Returns the operation of a type of command. */
    public static Operation operation(Class<? extends Command> type) {
        return Objects.requireNonNull(type.getAnnotation(Operation.class), () -> type + " has no @Operation");
    }

    /** Returns the name of a command. */
    public static String name(Command command) {
        return operation(command.getClass()).name();
    }
}

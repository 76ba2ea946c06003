// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.quickstart;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.CheckIn;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.RegistrationList;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs the morning of a small tournament, against local imitations of Google and Riot: a messy sheet is read, players
 * register and check in, a reset is taken back, and two services are supervised. It needs no key and no network.
 */
public final class Quickstart {
    private static final int PLACES = 4;

    private Quickstart() {}

    /** Runs the example. */
    public static void main(String[] arguments) throws Exception {
        try (FakeSheets google = FakeSheets.start().token("a-token");
                FakeRiot fakeRiot = FakeRiot.start();
                Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("a-token")))
                        .base(google.uri()) // with Google itself: GoogleAccess.environment(), and no base
                        .writePace(Duration.ZERO)
                        .build();
                Riot riot = Riot.builder(Secret.of(fakeRiot.key()))
                        .base(fakeRiot.base())
                        .build()) {
            SheetTable players = detect(sheets, messySheet(google));
            FakePlayer ann = fakeRiot.player("Ann", "EUW", "euw1");
            fakeRiot.player("Modern", "EUW", "euw1");
            fakeRiot.player("rnodern", "EUN", "eun1");
            IgnRoster roster = IgnRoster.inMemory(Identities.of(riot, Game.TFT));
            register(players.registration(PLACES), roster);
            ann.rename("Annabel", "EUW");
            checkIn(players, roster);
            reset(players);
        }
        TwoServices.run();
        title("Next");
        print("The server with its page, with demo data and no key:");
        print("mvn -q -B -Prun -pl examples/tournament-server -am -DskipTests package");
    }

    /** Makes a sheet as organisers keep them: a banner, the header in row 3 with odd names, prepared rows below. */
    private static FakeSpreadsheet messySheet(FakeSheets google) {
        List<List<?>> rows = new ArrayList<>();
        rows.add(List.of("SPRING CUP - sign up below!"));
        rows.add(List.of());
        rows.add(List.of("Your Discord @", "Riot ID (Name#TAG)", "REGISTERED", "Checked in?"));
        for (int free = 0; free < PLACES; free++) {
            rows.add(List.of("", "", false, false));
        }
        FakeSpreadsheet file = google.spreadsheet("Spring Cup");
        file.tab("Sign-up", rows).checkboxes("C4:D7");
        return file;
    }

    private static SheetTable detect(Sheets sheets, FakeSpreadsheet file) {
        title("A messy sheet is read");
        SheetTable players = sheets.spreadsheet(file.id())
                .table("Sign-up")
                .roles(ColumnRole.DISCORD, ColumnRole.IGN, ColumnRole.REGISTERED, ColumnRole.CHECK_IN);
        print(players.layout().get());
        return players;
    }

    private static void register(RegistrationList list, IgnRoster roster) {
        title("Players register, and Riot is asked about each name");
        for (String riotId : List.of("Ann#EUW", "Modern#EUW", "rnodern#EUN", "Ghost#EUW")) {
            String discord = riotId.substring(0, riotId.indexOf('#')).toLowerCase(java.util.Locale.ROOT);
            print(roster.assign(discord, RiotId.parse(riotId), "desk")
                    .get()
                    .fold(
                            done -> riotId + " gets row " + row(list, discord, riotId),
                            stale -> riotId + " is refused: " + stale.note(),
                            refused -> riotId + " is refused: "
                                    + (refused.lookAlikes().isEmpty()
                                            ? String.join("; ", refused.reasons())
                                            : "it looks like "
                                                    + refused.lookAlikes().stream()
                                                            .map(like -> like.name())
                                                            .collect(Collectors.joining(", "))
                                                    + ", so an organiser must look at it")));
        }
    }

    private static String row(RegistrationList list, String discord, String riotId) {
        return list.claim(Map.of("discord", discord, "ign", riotId))
                .get()
                .fold(
                        registered -> String.valueOf(registered.row()),
                        alreadyThere -> "no new one: registered already",
                        full -> "none: all " + full.capacity() + " places are taken");
    }

    private static void checkIn(SheetTable players, IgnRoster roster) {
        title("They check in; one has another name by now");
        for (String discord : List.of("ann", "modern")) {
            CheckIn.Checked checked =
                    roster.checkIn(discord, "desk").get().names().get(0);
            String name = checked.entry().name().toString();
            players.change(change -> change.set(discord, "ign", name).set(discord, "checkin", true))
                    .get()
                    .orThrow();
            print(discord + " is here as " + name
                    + (name.equals(checked.before()) ? "" : ", who was " + checked.before() + " at registration"));
        }
    }

    private static void reset(SheetTable players) {
        title("A reset of check-in is planned, applied and taken back");
        Plan<RowChange> plan = players.registration(PLACES).planResetCheckIn().get();
        print(plan);
        Report<RowChange> report = plan.apply().get().orThrow();
        print("After the reset " + here(players) + " are here.");
        players.undo(report).get().orThrow();
        print("After the undo " + here(players) + " are here.");
    }

    private static long here(SheetTable players) {
        return players.records().fresh().get().list().stream()
                .filter(player -> player.flag("checkin"))
                .count();
    }

    static void title(String text) {
        System.out.println();
        System.out.println("== " + text);
    }

    static void print(Object text) {
        System.out.println(text);
    }
}

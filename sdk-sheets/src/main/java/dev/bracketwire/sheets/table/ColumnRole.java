// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Describes one kind of column that a program needs, so that it is found whatever the organiser called it.
 *
 * <pre>{@code
 * ColumnRole seed = ColumnRole.of("seed", "Seed", "Seeding", "Seed No.").content(ColumnRole.Content.NUMBER);
 * SheetTable players = cup.table("Players").roles(ColumnRole.DISCORD, ColumnRole.IGN, seed);
 * }</pre>
 *
 * <p>A column fits by its header, whose case, blanks and punctuation do not matter, and by the content of its cells. Immutable.
 */
public final class ColumnRole {
    /** The Discord name or id of a person. It identifies a row of a registration sheet. */
    public static final ColumnRole DISCORD = of(
                    "discord",
                    "Discord",
                    "Discord ID",
                    "Discord Tag",
                    "Discord Name",
                    "Discord Username",
                    "Discord User",
                    "Discord Handle",
                    "Discord Account",
                    "Pseudo Discord",
                    "Compte Discord",
                    "Nom Discord",
                    "Identifiant Discord",
                    "Usuario Discord",
                    "Usuario de Discord",
                    "Nombre de Discord",
                    "Cuenta de Discord")
            .content(Content.DISCORD);

    /** The in-game name, such as a Riot ID. */
    public static final ColumnRole IGN = of(
                    "ign",
                    "IGN",
                    "In-Game Name",
                    "Ingame Name",
                    "Riot ID",
                    "Riot Name",
                    "Riot Tag",
                    "Summoner Name",
                    "Game Name",
                    "Gamertag",
                    "Gamer Tag",
                    "In-Game ID",
                    "Player IGN",
                    "BattleTag",
                    "Battle.net ID",
                    "Valorant Name",
                    "Valorant ID",
                    "League of Legends Name",
                    "LoL Name",
                    "TFT Name",
                    "Minecraft Username",
                    "Fortnite Username",
                    "Roblox Username",
                    "Lichess Username",
                    "Chess.com Username",
                    "Rocket League Username",
                    "Smash Tag",
                    "Nom d'invocateur",
                    "Pseudo en jeu",
                    "Pseudo in-game",
                    "Nombre de invocador",
                    "Nombre en el juego",
                    "Beschwörername")
            .content(Content.RIOT_ID)
            .unlike("alt", "alternate", "alternative", "other", "second", "secondary", "smurf", "backup");

    /** Further in-game names of the same person. */
    public static final ColumnRole ALT_IGN = of(
                    "alt_ign",
                    "Alt IGN",
                    "Alt IGNs",
                    "Alternate IGN",
                    "Alternate IGNs",
                    "Alternative IGN",
                    "Other IGNs",
                    "Second IGN",
                    "Secondary IGN",
                    "Additional IGNs",
                    "Backup IGN",
                    "Smurf IGN",
                    "Alt Riot ID",
                    "Alternate Riot ID",
                    "Other Riot IDs",
                    "Secondary Riot ID",
                    "Alt Summoner Name",
                    "Alternate Summoner Name",
                    "Other Summoner Names",
                    "Alt Accounts",
                    "Alternate Accounts",
                    "Alternative Accounts",
                    "Other Accounts",
                    "Additional Accounts",
                    "Secondary Account",
                    "Smurf Accounts",
                    "Alt",
                    "Alts",
                    "Smurf",
                    "Smurfs",
                    "Comptes secondaires",
                    "Cuentas secundarias",
                    "Zweitaccount")
            .content(Content.RIOT_ID)
            .unlike("player", "sub", "substitute", "discord", "email", "contact", "phone");

    /** The pronouns of a person. */
    public static final ColumnRole PRONOUNS = of(
                    "pronouns", "Pronouns", "Pronoun", "Preferred Pronouns", "Pronoms", "Pronombres", "Pronomen")
            .content(Content.PRONOUNS);

    /** Whether the person is registered. */
    public static final ColumnRole REGISTERED = of(
                    "registered",
                    "Registered",
                    "Registration",
                    "Registered?",
                    "Reg",
                    "Regd",
                    "Signed Up",
                    "Sign-up",
                    "Signup",
                    "Inscrit",
                    "Inscrito",
                    "Angemeldet")
            .content(Content.FLAG)
            .unlike("abgemeldet");

    /** Whether the person has checked in. */
    public static final ColumnRole CHECK_IN = of(
                    "checkin",
                    "Check-in",
                    "Checked In",
                    "Checkin",
                    "Check In",
                    "CI",
                    "Checked-In?",
                    "Present",
                    "Eingecheckt")
            .content(Content.FLAG);

    /** The name of the team. */
    public static final ColumnRole TEAM = of(
            "team",
            "Team",
            "Team Name",
            "Teamname",
            "Squad",
            "Roster",
            "Team School",
            "Team Org",
            "Team Organization",
            "Team Club",
            "Équipe",
            "Equipe",
            "Nom d'équipe",
            "Nom de l'équipe",
            "Equipo",
            "Nombre del equipo",
            "Nombre de equipo",
            "Mannschaft");

    private static final List<ColumnRole> REGISTRATION =
            List.of(DISCORD, IGN, ALT_IGN, PRONOUNS, REGISTERED, CHECK_IN, TEAM);

    private final String name;
    private final List<String> headers;
    private final Content content;
    private final List<String> unlike;

    private ColumnRole(String name, List<String> headers, Content content, List<String> unlike) {
        this.name = name;
        this.headers = headers;
        this.content = content;
        this.unlike = unlike;
    }

    /**
     * Returns a role.
     *
     * @param name the name by which the program calls the column
     * @param headers headers that organisers write over it; the name counts as one too
     */
    public static ColumnRole of(String name, String... headers) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a role must have a name");
        }
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(name);
        return new ColumnRole(name, List.copyOf(all), Content.ANY, List.of());
    }

    /** Returns the roles of a registration sheet: {@link #DISCORD} to {@link #TEAM}. */
    public static List<ColumnRole> registration() {
        return REGISTRATION;
    }

    /** Returns the same role, whose cells hold this. Cells that hold something else count against a column. */
    public ColumnRole content(Content expected) {
        return new ColumnRole(name, headers, Objects.requireNonNull(expected, "expected"), unlike);
    }

    /** Returns the same role, which no column fits whose header has one of these words. */
    public ColumnRole unlike(String... words) {
        return new ColumnRole(name, headers, content, List.of(words));
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the headers that organisers write over it. */
    public List<String> headers() {
        return headers;
    }

    /** Returns the content of its cells. */
    public Content content() {
        return content;
    }

    /** Returns the words that its header never has. */
    public List<String> unlike() {
        return unlike;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }

    /** Names the content of the cells of a column. */
    public enum Content {
        /** Anything. */
        ANY,
        /** Numbers. */
        NUMBER,
        /** TRUE or FALSE, as checkboxes do. */
        FLAG,
        /** Names or ids of Discord. */
        DISCORD,
        /** Riot IDs, such as {@code Ann#EUW}. */
        RIOT_ID,
        /** Pronouns, such as {@code she/her}. */
        PRONOUNS,
        /** Dates, with or without a time. */
        DATE,
        /** E-mail addresses. */
        EMAIL
    }
}

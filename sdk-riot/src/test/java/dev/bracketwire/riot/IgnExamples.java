// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Rows;
import dev.bracketwire.oauth.Authorization;
import dev.bracketwire.oauth.OAuth;
import dev.bracketwire.riot.ign.CheckIn;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.riot.ign.NameRules;
import dev.bracketwire.riot.ign.NameVerdict;
import dev.bracketwire.riot.ign.Registration;
import dev.bracketwire.riot.ign.RosterChange;
import dev.bracketwire.riot.ign.RosterEntry;
import dev.bracketwire.riot.ign.RosterOutcome;
import dev.bracketwire.riot.ign.verify.Claim;
import dev.bracketwire.riot.ign.verify.CodeProof;
import dev.bracketwire.riot.ign.verify.IconChallenges;
import dev.bracketwire.riot.ign.verify.IconProof;
import dev.bracketwire.riot.ign.verify.MatchProof;
import dev.bracketwire.riot.ign.verify.Proof;
import dev.bracketwire.riot.ign.verify.Proven;
import dev.bracketwire.riot.ign.verify.RiotSignOn;
import dev.bracketwire.riot.ign.verify.RsoProof;
import dev.bracketwire.riot.ign.verify.Verifications;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The code of the guide and of the Javadoc about names. */
@SuppressWarnings("UnusedVariable") // as a reader would write it
final class IgnExamples {
    private IgnExamples() {}

    static void ranks() {
        Rank gold = Rank.parse("Gold II 45 LP");
        boolean enough = gold.compareTo(Rank.parse("Silver I")) >= 0;
    }

    static void rules() {
        NameRules rules = NameRules.builder()
                .length(3, 12)
                .platforms(Platform.EUW1, Platform.EUN1)
                .ranks(Rank.parse("Iron IV"), Rank.parse("Diamond I 100 LP"))
                .unwanted(List.of("darn"))
                .build();
        NameVerdict verdict = rules.check("Ann DARN#EUW");
        verdict.problems().forEach(problem -> System.out.println(problem.reason()));
    }

    static void roster(Database db, Identities identities) {
        IgnRoster roster = IgnRoster.in(db, identities);
        RosterEntry ann =
                roster.assign("ann", RiotId.parse("Ann#EUW"), "desk").get().orThrow();
        RosterOutcome outcome =
                roster.assign("ben", RiotId.parse("Ann#EUW"), "desk").get();
        CheckIn there = roster.checkIn("ann", "ann").get();
    }

    static void folded(RosterOutcome outcome) {
        String said = outcome.fold(
                done -> "welcome, " + done.entry().name(),
                stale -> "too late: " + stale.note(),
                refused -> "no: " + String.join("; ", refused.reasons()));
    }

    static void imported(IgnRoster roster) {
        Rows<Registration> rows = Format.csv().read(Path.of("entrants.csv"), Registration.class);
        Plan<RosterChange> plan = roster.planImport(rows, "desk").get();
        System.out.println(plan);
        Report<RosterChange> report = plan.apply().get();
        report.problems().forEach(System.out::println);
    }

    static void people(Database db) {
        PersonalTable[] tables = IgnRoster.personalTables(Duration.ofDays(365)).toArray(PersonalTable[]::new);
        PersonalData people = PersonalData.of(db, tables);
        people.export("ann", Path.of("ann.json")).get();
        people.erase("ann").get().orThrow();
    }

    static void verification(Verifications verifications, IconChallenges icons) {
        Claim claim = verifications.submit("ann", "Ann#EUW", "ann").get();
        IconProof proof = icons.begin(claim.puuid(), Platform.EUW1).get().orThrow();
        System.out.println("Choose icon " + proof.icon() + " until " + proof.expires());
        Claim verified = verifications.prove(claim, proof, "ann").get().orThrow();
    }

    static void icons(Database db, Identities identities, Puuid puuid) {
        try (IconChallenges icons = IconChallenges.in(db, identities)) {
            IconProof proof = icons.begin(puuid, Platform.EUW1).get().orThrow();
            System.out.println("Choose icon " + proof.icon() + " until " + proof.expires());
            Proven proven = proof.check(puuid).get();
        }
    }

    static void restarted(IconChallenges icons, Verifications verifications, Claim claim, String kept) {
        Optional<IconProof> open = icons.find(claim.puuid(), kept).get();
        IconProof proof = open.isPresent()
                ? open.get()
                : icons.begin(claim.puuid(), Platform.EUW1).get().orThrow();
        verifications.prove(claim, proof, "ann").start().thenAccept(step -> System.out.println(step.claim()));
    }

    static void code(Riot riot, String code) {
        Proof proof = CodeProof.of(riot, code);
    }

    static void match(Riot riot, Instant noon) {
        Proof proof = MatchProof.between(noon, noon.plusSeconds(3600), riot, Platform.EUW1);
    }

    static void signOn(OAuth oauth, Riot riot, URI received) {
        RiotSignOn signOn = RiotSignOn.of(oauth, riot);
        Authorization asked = signOn.begin(URI.create("https://cup.example.org/riot"));
        // send the browser to asked.url(), keep asked in its session; then, with the URL it came back to:
        RsoProof proof = signOn.finish("ann", asked, received).get();
    }

    static void ranked(Riot riot, IgnRoster roster, Database db) {
        Identities identities = Identities.of(riot, Game.TFT);
        IgnRoster ranked = roster.rules(
                NameRules.builder()
                        .ranks(Rank.parse("Iron IV"), Rank.parse("Diamond I"))
                        .build(),
                account -> riot.platform(account.puuid(), Game.TFT)
                        .then(home -> riot.tft().ranks(home, account.puuid()))
                        .map(ranks -> ranks.stream()
                                .filter(rank -> rank.queueType().equals("RANKED_TFT"))
                                .flatMap(rank -> rank.asRank().stream())
                                .findFirst()));
    }

    static void riotClient(String clientId) {
        OAuth oauth = OAuth.builder(URI.create("https://auth.riotgames.com/token"), clientId)
                .clientSecret(Secret.env("RSO_SECRET"))
                .authorizeAt(URI.create("https://auth.riotgames.com/authorize"))
                .openId(URI.create("https://auth.riotgames.com/jwks.json"), "https://auth.riotgames.com")
                .build();
    }
}

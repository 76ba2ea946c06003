// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.verifyroster;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Rows;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.ign.CheckIn;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.riot.ign.NameRules;
import dev.bracketwire.riot.ign.Registration;
import dev.bracketwire.riot.ign.RosterChange;
import dev.bracketwire.riot.ign.verify.Claim;
import dev.bracketwire.riot.ign.verify.IconChallenges;
import dev.bracketwire.riot.ign.verify.IconProof;
import dev.bracketwire.riot.ign.verify.Step;
import dev.bracketwire.riot.ign.verify.Verifications;
import dev.bracketwire.store.Database;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A list of entrants becomes a roster; one shows that an account is hers, and is renamed before she checks in. */
public final class VerifyRoster {
    private VerifyRoster() {}

    /** Prints what happens. */
    @SuppressWarnings("SystemOut") // it is what it is for
    public static void main(String[] args) {
        Accounts accounts = new Accounts();
        Puuid ann = accounts.called('a', "Ann#EUW");
        accounts.called('d', "Modern#EUW");
        accounts.called('e', "rnodern#EUN");

        try (Database db = Database.inMemory();
                IconChallenges icons = IconChallenges.in(db, accounts)) {
            IgnRoster roster = IgnRoster.in(db, accounts)
                    .rules(NameRules.builder().platforms(Platform.EUW1).build());

            Plan<RosterChange> plan = roster.planImport(entrants(), "desk").get();
            System.out.println(plan.counts());
            Report<RosterChange> report = plan.apply().get();
            report.outcomes()
                    .forEach(outcome -> System.out.println(outcome.change().row() + " "
                            + outcome.change().entrant() + " " + outcome.status()
                            + (outcome.note().isEmpty() ? "" : ": " + outcome.note())));

            Verifications verifications = Verifications.in(db, roster, accounts);
            Claim claim = verifications.submit("ann", "Ann#EUW", "ann").get();
            System.out.println(claim);
            IconProof proof = icons.begin(claim.puuid(), Platform.EUW1).get().orThrow();
            CompletableFuture<Step> proving =
                    verifications.prove(claim, proof, "ann").start();
            accounts.sets(ann, proof.icon());
            System.out.println(proving.join().orThrow());

            accounts.called('a', "Annabel#EUW");
            CheckIn there = roster.checkIn("ann", "ann").get();
            there.names()
                    .forEach(checked -> System.out.println(checked.found() + ": " + checked.before() + " is "
                            + checked.entry().name()));
            roster.history("ann").get().forEach(event -> System.out.println(event.what() + " by " + event.actor()));
        }
    }

    private static Rows<Registration> entrants() {
        InputStream list = Objects.requireNonNull(VerifyRoster.class.getResourceAsStream("/entrants.csv"));
        return Format.csv().read(list, Registration.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.RosterOutcome.Done;
import dev.bracketwire.seeded.SeededDraw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterFaultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/../b",
                "..",
                "%2e%2e",
                "%2F",
                "?x=1",
                "name#tag#x",
                "Ann\r\nHost: x#EUW",
                "Ann\u0000#EUW",
                "\uD800nn#EUW",
                "aaaaaaaaaaaaaaaaa#EUW",
                "fdp\u202Eexe#EUW",
                "\u3164\u3164\u3164#EUW",
                "",
                "#",
                "%23%23%23"
            })
    void hostileNames_neverThrow_andReachNoRoster(String text) {
        FakeIdentities identities = new FakeIdentities();
        IgnRoster roster = IgnRoster.inMemory(identities);
        assertThat(NameRules.riot().check(text).accepted()).isFalse();
        assertThat(NameRules.plain(1, 100).build().check(text).name()).isNotNull();
        var report =
                roster.importAll(List.of(new Registration("ann", text)), "desk").get();
        assertThat(report.complete()).isFalse();
        assertThat(roster.all().get()).isEmpty();
    }

    @Test
    void anyText_isJudgedAndNeverThrows() {
        SeededDraw.rounds(300, draw -> {
            String text = draw.text();
            NameVerdict verdict = NameRules.riot().check(text);
            assertThat(verdict.accepted()).isEqualTo(RiotId.tryParse(text).isPresent());
            assertThat(NameRules.plain(1, 10).build().check(text)).isNotNull();
        });
    }

    /** Whatever is done in whatever order: an account has one holder, an entrant one primary, and what is stale changes nothing. */
    @Test
    void roster_anyChanges_keepsItsInvariants() {
        SeededDraw.rounds(100, draw -> {
            Random random = draw.random();
            FakeIdentities identities = new FakeIdentities();
            IgnRoster roster = IgnRoster.inMemory(identities).allowingLookAlikes();
            List<RosterEntry> seen = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String entrant = "entrant " + random.nextInt(4);
                RiotId name = identities.called(random.nextInt(6), "Player " + random.nextInt(6) + "#EUW");
                List<RosterEntry> before = roster.all().get();
                RosterOutcome outcome = seen.isEmpty() || random.nextInt(3) == 0
                        ? roster.assign(entrant, name, "p").get()
                        : change(roster, seen.get(random.nextInt(seen.size())), entrant, name, random.nextInt(4));
                if (outcome instanceof Done done) {
                    seen.add(done.entry());
                } else {
                    assertThat(roster.all().get()).isEqualTo(before);
                }
                check(roster.all().get());
            }
        });
    }

    private static RosterOutcome change(IgnRoster roster, RosterEntry entry, String entrant, RiotId name, int what) {
        return switch (what) {
            case 0 -> roster.release(entry, "p").get();
            case 1 -> roster.transfer(entry, entrant, "p").get();
            case 2 -> roster.primary(entry, "p").get();
            default -> roster.rename(entry, name, "p").get();
        };
    }

    private static void check(List<RosterEntry> all) {
        Map<Puuid, String> holders = new HashMap<>();
        Map<String, Integer> primaries = new HashMap<>();
        for (RosterEntry entry : all) {
            assertThat(holders.put(entry.puuid(), entry.entrant())).isNull();
            primaries.merge(entry.entrant(), entry.primary() ? 1 : 0, Integer::sum);
        }
        assertThat(primaries.values()).allMatch(count -> count == 1);
    }
}

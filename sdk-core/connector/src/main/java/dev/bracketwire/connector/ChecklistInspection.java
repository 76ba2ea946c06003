// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.connector.health.Attestation;
import dev.bracketwire.connector.health.Checklist.Entry;
import dev.bracketwire.connector.health.Checklist.State;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks which duties are met for one connector, without asking its upstream anything. */
final class ChecklistInspection {
    private final Connector connector;
    private final ConnectorConfig config;
    private final Instant now;
    private final List<Entry> entries = new ArrayList<>();

    private ChecklistInspection(Connector connector) {
        this.connector = connector;
        this.config = connector.config();
        this.now = config.dates().instant();
    }

    static List<Entry> of(Connector connector) {
        return new ChecklistInspection(connector).entries();
    }

    private List<Entry> entries() {
        met(ChecklistItem.CONFIGURATION, config.base().toString());
        credential();
        scopes();
        if (config.limited) {
            met(ChecklistItem.LIMITS, "limits were given");
        } else {
            attested(ChecklistItem.LIMITS, "it only slows down when the upstream refuses: give its limits by limit(…)");
        }
        retries();
        config.probe()
                .ifPresentOrElse(
                        probe -> met(ChecklistItem.HEALTH, "asks " + probe),
                        () -> attested(
                                ChecklistItem.HEALTH, "it cannot be asked how it fares: give a request by probe(…)"));
        listened(ChecklistItem.METRICS, "nobody counts its calls: add a listener of dev.bracketwire.telemetry");
        listened(ChecklistItem.ALERTS, "nobody is told when it fails: add Alerts as a listener");
        listened(ChecklistItem.AUDIT, "nobody writes its calls down: add an AuditTrail as a listener");
        listened(ChecklistItem.BACKUP, "nobody says that there is one");
        attested(ChecklistItem.RESTORE, "nobody says that a backup was restored");
        deprecations();
        if (config.upstream().notices().isEmpty()) {
            add(ChecklistItem.NOTICES, State.NOT_NEEDED, "none is known");
        } else {
            attested(
                    ChecklistItem.NOTICES,
                    "show to your users: " + String.join(" ", config.upstream().notices()));
        }
        if (config.upstream().documentation() == null) {
            attested(ChecklistItem.DOCUMENTATION, "there is no link: give it by upstream(…)");
        } else {
            met(ChecklistItem.DOCUMENTATION, config.upstream().documentation().toString());
        }
        attested(ChecklistItem.SECURITY_REVIEW, "nobody says that there was one");
        attested(ChecklistItem.TRAINING, "nobody says that there was one");
        return entries;
    }

    private void credential() {
        if (config.given == Auth.none()) {
            add(ChecklistItem.CREDENTIAL, State.NOT_NEEDED, "it sends none");
            return;
        }
        Instant since = config.given.issued().orElse(null);
        if (since == null) {
            attested(ChecklistItem.CREDENTIAL, "nobody says when it was last changed");
        } else if (isOld(ChecklistItem.CREDENTIAL, since)) {
            add(ChecklistItem.CREDENTIAL, State.STALE, "is %d days old: change it".formatted(days(since)));
        } else {
            met(ChecklistItem.CREDENTIAL, "is %d days old".formatted(days(since)));
        }
    }

    private void scopes() {
        Set<String> needed = config.upstream().scopes();
        Set<String> given = config.given.scopes();
        if (needed.isEmpty() && given.isEmpty()) {
            add(ChecklistItem.SCOPES, State.NOT_NEEDED, "none are known");
        } else if (needed.isEmpty()) {
            attested(ChecklistItem.SCOPES, "nobody says which it needs; it is allowed " + new TreeSet<>(given));
        } else if (given.isEmpty()) {
            attested(ChecklistItem.SCOPES, "nobody knows what the credential is allowed; needed are " + needed);
        } else if (given.equals(needed)) {
            met(ChecklistItem.SCOPES, "just " + needed);
        } else {
            attested(ChecklistItem.SCOPES, difference(needed, given));
        }
    }

    private static String difference(Set<String> needed, Set<String> given) {
        Set<String> wider = new TreeSet<>(given);
        wider.removeAll(needed);
        Set<String> missing = new TreeSet<>(needed);
        missing.removeAll(given);
        return (wider.isEmpty() ? "" : "wider than needed by " + wider)
                + (wider.isEmpty() || missing.isEmpty() ? "" : ", and ")
                + (missing.isEmpty() ? "" : "without " + missing);
    }

    private void retries() {
        if (config.retry().attempts() < 2) {
            attested(ChecklistItem.RETRIES, "nothing is tried again");
            return;
        }
        met(
                ChecklistItem.RETRIES,
                "up to %d attempts%s"
                        .formatted(
                                config.retry().attempts(),
                                config.idempotencyHeader().isPresent() ? ", POSTs with a key too" : ""));
    }

    private void deprecations() {
        List<Health.Notice> notices = connector.lastHealth().notices();
        if (notices.isEmpty()) {
            met(ChecklistItem.DEPRECATIONS, "the upstream has spoken of none");
        } else {
            attested(
                    ChecklistItem.DEPRECATIONS,
                    notices.stream()
                            .map(notice -> notice.operation()
                                    + (notice.ends() == null ? " is deprecated" : " ends " + notice.ends()))
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
    }

    private void listened(ChecklistItem duty, String otherwise) {
        List<String> who = config.listeners().stream()
                .filter(listener -> listener.duties().contains(duty))
                .map(listener -> listener.getClass().getSimpleName())
                .toList();
        if (who.isEmpty()) {
            attested(duty, otherwise);
        } else {
            met(duty, "by " + String.join(", ", who));
        }
    }

    private void attested(ChecklistItem duty, String otherwise) {
        Attestation word = config.attestations().get(duty);
        if (word == null) {
            add(duty, State.MISSING, otherwise);
            return;
        }
        // A day more, as somewhere it is tomorrow already.
        if (word.on().isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1))) {
            add(
                    duty,
                    State.MISSING,
                    "said %s on %s, which is yet to come: %s".formatted(word.by(), word.on(), otherwise));
            return;
        }
        boolean old = isOld(duty, word.on().atStartOfDay(ZoneOffset.UTC).toInstant());
        String said = "said %s on %s".formatted(word.by(), word.on());
        add(duty, old ? State.STALE : State.MET, old ? said + ", too long ago: " + otherwise : said);
    }

    private boolean isOld(ChecklistItem duty, Instant since) {
        return Duration.between(since, now).compareTo(duty.holds()) > 0;
    }

    private long days(Instant since) {
        return Duration.between(since, now).toDays();
    }

    private void met(ChecklistItem duty, String note) {
        add(duty, State.MET, note);
    }

    private void add(ChecklistItem duty, State state, String note) {
        entries.add(new Entry(config.id(), duty, state, note));
    }
}

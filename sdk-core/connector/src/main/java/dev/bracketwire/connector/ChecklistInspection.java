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

/** Checks which duties are met for one connector. Sends nothing to the upstream. */
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
            attested(
                    ChecklistItem.LIMITS,
                    "no limits are set, so it slows down only after the upstream refuses a call: set them by limit(…)");
        }
        retries();
        config.probe()
                .ifPresentOrElse(
                        probe -> met(ChecklistItem.HEALTH, "asks " + probe),
                        () -> attested(ChecklistItem.HEALTH, "there is no probe request: set one by probe(…)"));
        listened(ChecklistItem.METRICS, "its calls are not counted: add a listener of dev.bracketwire.telemetry");
        listened(ChecklistItem.ALERTS, "its failures raise no alert: add Alerts as a listener");
        listened(ChecklistItem.AUDIT, "its calls are not recorded: add an AuditTrail as a listener");
        listened(ChecklistItem.BACKUP, "no backup is attested");
        attested(ChecklistItem.RESTORE, "no test of a restore is attested");
        deprecations();
        if (config.upstream().notices().isEmpty()) {
            add(ChecklistItem.NOTICES, State.NOT_NEEDED, "none is known");
        } else {
            attested(
                    ChecklistItem.NOTICES,
                    "show to your users: " + String.join(" ", config.upstream().notices()));
        }
        if (config.upstream().documentation() == null) {
            attested(ChecklistItem.DOCUMENTATION, "there is no link: set it by upstream(…)");
        } else {
            met(ChecklistItem.DOCUMENTATION, config.upstream().documentation().toString());
        }
        attested(ChecklistItem.SECURITY_REVIEW, "none is attested");
        attested(ChecklistItem.TRAINING, "none is attested");
        return entries;
    }

    private void credential() {
        if (config.given == Auth.none()) {
            add(ChecklistItem.CREDENTIAL, State.NOT_NEEDED, "it sends none");
            return;
        }
        Instant since = config.given.issued().orElse(null);
        if (since == null) {
            attested(ChecklistItem.CREDENTIAL, "the date of its last change is not set");
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
            attested(ChecklistItem.SCOPES, "the needed scopes are not set; it has " + new TreeSet<>(given));
        } else if (given.isEmpty()) {
            attested(ChecklistItem.SCOPES, "the scopes of the credential are not set; needed are " + needed);
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
            attested(ChecklistItem.RETRIES, "failed calls are not retried");
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
            met(ChecklistItem.DEPRECATIONS, "the upstream has announced none");
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
        // One day of tolerance, since in some time zones it is tomorrow already.
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

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.operations;

import dev.bracketwire.connector.ReplyRule.Meaning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A reply rule as settings describe it.
 *
 * @param status such as {@code 403} or {@code 5xx}; any of them
 * @param problem where the reply says what is wrong
 */
public record RuleSettings(
        List<String> status, Optional<When> when, Meaning means, Optional<Wait> delay, Optional<String> problem) {
    private static final Pattern STATUS = Pattern.compile("[1-9]([0-9]{2}|xx)");

    /** Reports every problem of the rule. */
    public RuleSettings {
        Findings findings = new Findings();
        for (int i = 0; i < status.size(); i++) {
            findings.unless(
                    STATUS.matcher(status.get(i)).matches(),
                    "status[" + i + "]",
                    "must be a status such as 403 or 5xx");
        }
        findings.unless(!status.isEmpty() || when.isPresent(), "status", "or when must say which replies are meant");
        when.ifPresent(condition -> condition.check(findings, "when"));
        boolean again = means != Meaning.SUCCESS && means != Meaning.REJECTED;
        findings.unless(again || delay.isEmpty(), "delay", "means nothing where nothing is repeated");
        delay.ifPresent(wait -> wait.check(findings));
        findings.unless(means == Meaning.REJECTED || problem.isEmpty(), "problem", "belongs to rejected");
        findings.pointer("problem", problem);
        findings.throwIfAny();
    }

    /**
     * What must hold of a reply.
     *
     * @param at where in the body to look
     * @param header the header to look at
     * @param is the text or number that must stand there
     * @param matches the regular expression that all of it must match
     * @param present whether anything must stand there
     * @param and what must hold too
     */
    public record When(
            Optional<String> at,
            Optional<String> header,
            Optional<String> is,
            Optional<String> matches,
            Optional<Boolean> present,
            Optional<When> and) {

        private void check(Findings findings, String path) {
            findings.unless(at.isPresent() != header.isPresent(), path, "must hold exactly one of at, header");
            findings.unless(
                    Stream.of(is, matches, present).filter(Optional::isPresent).count() == 1,
                    path,
                    "must hold exactly one of is, matches, present");
            findings.pointer(path + ".at", at);
            header.ifPresent(name -> findings.unless(Headings.isName(name), path + ".header", Headings.RULE));
            matches.ifPresent(regex -> checkRegex(findings, path + ".matches", regex));
            and.ifPresent(other -> other.check(findings, path + ".and"));
        }

        private static void checkRegex(Findings findings, String path, String regex) {
            try {
                Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                findings.unless(
                        false,
                        path,
                        "must be a regular expression: " + e.getDescription() + " near character " + e.getIndex());
            }
        }
    }

    /**
     * When to come again.
     *
     * @param at where in the body it stands
     * @param header the header that holds it
     * @param fixed how long, whatever the reply says
     * @param unit of what stands there, seconds unless said
     */
    public record Wait(Optional<String> at, Optional<String> header, Optional<Duration> fixed, Optional<String> unit) {
        private static final Set<String> UNITS = Set.of("s", "ms", "m", "date", "epoch", "epoch-ms");

        private void check(Findings findings) {
            findings.unless(
                    Stream.of(at, header, fixed).filter(Optional::isPresent).count() == 1,
                    "delay",
                    "must hold exactly one of at, header, fixed");
            findings.pointer("delay.at", at);
            header.ifPresent(name -> findings.unless(Headings.isName(name), "delay.header", Headings.RULE));
            fixed.ifPresent(wait -> findings.unless(!wait.isNegative(), "delay.fixed", "must not be negative"));
            unit.ifPresent(name -> findings.unless(
                    UNITS.contains(name), "delay.unit", "must be one of s, ms, m, date, epoch, epoch-ms"));
            findings.unless(fixed.isEmpty() || unit.isEmpty(), "delay.unit", "is part of fixed already");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

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
        OperationProblems operationProblems = new OperationProblems();
        for (int i = 0; i < status.size(); i++) {
            operationProblems.unless(
                    STATUS.matcher(status.get(i)).matches(),
                    "status[" + i + "]",
                    "must be a status such as 403 or 5xx");
        }
        operationProblems.unless(
                !status.isEmpty() || when.isPresent(), "status", "or when must say which replies are meant");
        when.ifPresent(condition -> condition.check(operationProblems, "when"));
        boolean again = means != Meaning.SUCCESS && means != Meaning.REJECTED;
        operationProblems.unless(again || delay.isEmpty(), "delay", "means nothing where nothing is repeated");
        delay.ifPresent(wait -> wait.check(operationProblems));
        operationProblems.unless(means == Meaning.REJECTED || problem.isEmpty(), "problem", "belongs to rejected");
        operationProblems.pointer("problem", problem);
        operationProblems.throwIfAny();
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

        private void check(OperationProblems operationProblems, String path) {
            operationProblems.unless(at.isPresent() != header.isPresent(), path, "must hold exactly one of at, header");
            operationProblems.unless(
                    Stream.of(is, matches, present).filter(Optional::isPresent).count() == 1,
                    path,
                    "must hold exactly one of is, matches, present");
            operationProblems.pointer(path + ".at", at);
            header.ifPresent(
                    name -> operationProblems.unless(HeaderNames.isName(name), path + ".header", HeaderNames.RULE));
            matches.ifPresent(regex -> checkRegex(operationProblems, path + ".matches", regex));
            and.ifPresent(other -> other.check(operationProblems, path + ".and"));
        }

        private static void checkRegex(OperationProblems operationProblems, String path, String regex) {
            try {
                Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                operationProblems.unless(
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

        private void check(OperationProblems operationProblems) {
            operationProblems.unless(
                    Stream.of(at, header, fixed).filter(Optional::isPresent).count() == 1,
                    "delay",
                    "must hold exactly one of at, header, fixed");
            operationProblems.pointer("delay.at", at);
            header.ifPresent(
                    name -> operationProblems.unless(HeaderNames.isName(name), "delay.header", HeaderNames.RULE));
            fixed.ifPresent(
                    wait -> operationProblems.unless(!wait.isNegative(), "delay.fixed", "must not be negative"));
            unit.ifPresent(name -> operationProblems.unless(
                    UNITS.contains(name), "delay.unit", "must be one of s, ms, m, date, epoch, epoch-ms"));
            operationProblems.unless(fixed.isEmpty() || unit.isEmpty(), "delay.unit", "is part of fixed already");
        }
    }
}

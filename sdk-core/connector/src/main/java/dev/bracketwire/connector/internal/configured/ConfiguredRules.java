// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.core.JsonPointer;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules of a connector's settings as one, so that they read a body once; the first that judges wins. */
public final class ConfiguredRules implements ReplyRule {
    private final List<Rule> rules = new ArrayList<>();

    /** Takes over settings, which are right once they are made, and the clock for dates in replies. */
    public ConfiguredRules(List<RuleSettings> settings, InstantSource dates) {
        settings.forEach(rule -> rules.add(Rule.of(rule, dates)));
    }

    @Override
    public @Nullable Verdict judge(Request request, Reply reply) {
        JudgedReply judgedReply = new JudgedReply(reply);
        for (Rule rule : rules) {
            if (rule.fits(judgedReply)) {
                return rule.verdict(judgedReply);
            }
        }
        return null;
    }

    private record Rule(
            List<String> status,
            Predicate<JudgedReply> when,
            Meaning means,
            Function<JudgedReply, @Nullable Duration> delay,
            @Nullable JsonPointer problem) {
        static Rule of(RuleSettings settings, InstantSource dates) {
            return new Rule(
                    settings.status(),
                    settings.when().map(ReplyCondition::of).orElse(judgedReply -> true),
                    settings.means(),
                    settings.delay().map(wait -> DelayReader.of(wait, dates)).orElse(judgedReply -> null),
                    settings.problem().map(JsonPointers::of).orElse(null));
        }

        boolean fits(JudgedReply judgedReply) {
            return hasStatus(String.valueOf(judgedReply.reply.status())) && when.test(judgedReply);
        }

        private boolean hasStatus(String actual) {
            return status.isEmpty() || status.contains(actual) || status.contains(actual.charAt(0) + "xx");
        }

        Verdict verdict(JudgedReply judgedReply) {
            return new Verdict(means, delay.apply(judgedReply), problem == null ? null : judgedReply.text(problem));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.core.JsonPointer;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A condition on a reply. */
final class ReplyCondition {
    private static final int LONGEST = 1_000;
    // In JSON they are numbers; a text of another form is compared letter by letter.
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

    private ReplyCondition() {}

    static Predicate<JudgedReply> of(RuleSettings.When when) {
        Predicate<JudgedReply> own =
                when.present().isPresent() ? present(when, when.present().get()) : text(when);
        return when.and().map(other -> own.and(of(other))).orElse(own);
    }

    private static Predicate<JudgedReply> present(RuleSettings.When when, boolean expected) {
        if (when.header().isPresent()) {
            String name = when.header().get();
            return judgedReply -> judgedReply.reply.header(name).isPresent() == expected;
        }
        JsonPointer pointer = JsonPointers.of(when.at().orElseThrow());
        return judgedReply -> judgedReply.holds(pointer) == expected;
    }

    private static Predicate<JudgedReply> text(RuleSettings.When when) {
        Predicate<String> fits = when.is()
                .<Predicate<String>>map(wanted -> found -> same(wanted, found))
                .orElseGet(() -> matching(when.matches().orElseThrow()));
        Function<JudgedReply, @Nullable String> place =
                place(when.at().orElse(""), when.header().orElse(null));
        return judgedReply -> {
            String found = place.apply(judgedReply);
            return found != null && fits.test(found);
        };
    }

    /** Where a text stands: in a header, or else in the body. */
    static Function<JudgedReply, @Nullable String> place(String at, @Nullable String header) {
        if (header != null) {
            return judgedReply -> judgedReply.reply.headers().get(header);
        }
        JsonPointer pointer = JsonPointers.of(at);
        return judgedReply -> judgedReply.text(pointer);
    }

    private static boolean same(String wanted, String found) {
        return wanted.equals(found)
                || (NUMBER.matcher(wanted).matches()
                        && NUMBER.matcher(found).matches()
                        && new BigDecimal(wanted).compareTo(new BigDecimal(found)) == 0);
    }

    private static Predicate<String> matching(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return found -> RegexBudget.matches(pattern, found.substring(0, Math.min(found.length(), LONGEST)));
    }
}

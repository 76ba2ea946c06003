// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.DateForm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What an upstream does to a POST.
 *
 * @param answer what it sends
 * @param refuses whether that says, whole and clearly, that the POST was not processed: 421, 429, 529
 */
record PostFault(Answer answer, boolean refuses) {
    private static final String BODY = "{\"id\":1,\"text\":\"" + "x".repeat(200) + "\"}";
    private static final List<String> RETRY_AFTER = List.of(
            "0",
            "1",
            "1.5",
            "-1",
            "abc",
            "",
            "Fri, 31 Dec 1999 23:59:59 GMT",
            "Friday, 31-Dec-99 23:59:59 GMT",
            "Fri Dec 31 23:59:59 1999");
    private static final List<Supplier<Answer>> FAULTS = List.of(
            Answer::dropBeforeReadingBody,
            Answer::dropBeforeHead,
            () -> Answer.json(BODY).dropInsideHead(),
            () -> Answer.json(BODY).dropInsideBody(),
            () -> Answer.json(BODY).chunked().dropInsideBody(),
            () -> Answer.json(BODY).gzip().dropInsideBody(),
            () -> Answer.json(BODY).contentLength(BODY.length() + 10),
            () -> Answer.json(BODY).contentLength(BODY.length() - 10),
            () -> Answer.json(BODY).status(429).dropInsideBody(),
            () -> Answer.json(BODY).status(429).dropInsideHead(),
            () -> Answer.json(BODY).status(503).chunked().dropInsideBody(),
            () -> Answer.of(503),
            () -> Answer.of(503).retryAfter("0"),
            () -> Answer.of(503).retryAfter("0").dropAfterBody(),
            () -> Answer.json(BODY).status(503).retryAfterSeconds(1),
            () -> Answer.of(408),
            () -> Answer.of(408).retryAfter("0"),
            () -> Answer.of(500),
            () -> Answer.of(502).html(),
            () -> Answer.of(504),
            () -> Answer.of(401),
            () -> Answer.of(407),
            () -> Answer.of(409),
            () -> Answer.of(425),
            () -> Answer.redirect(301, "/elsewhere"),
            () -> Answer.redirect(302, "/elsewhere"),
            () -> Answer.redirect(303, "/elsewhere"),
            () -> Answer.redirect(307, "/elsewhere"),
            () -> Answer.redirect(308, "/elsewhere"),
            () -> Answer.redirect(307, "http://localhost:1/elsewhere"));
    private static final List<Supplier<Answer>> SUCCESSES = List.of(
            () -> Answer.json(BODY),
            () -> Answer.json(BODY).chunked(),
            () -> Answer.json(BODY).gzip(),
            () -> Answer.json(BODY).withBom(),
            () -> Answer.json(BODY).drip(50, Duration.ofMillis(2)),
            () -> Answer.json(BODY).after(Duration.ofMillis(5)),
            () -> Answer.json(BODY).truncated(),
            () -> Answer.json(BODY).dropAfterBody(), // the next on this connection finds it dead
            () -> Answer.of(201),
            () -> Answer.of(204),
            () -> Answer.of(204).dropAfterBody());

    static PostFault of(Random random) {
        int chance = random.nextInt(100);
        if (chance < 2) {
            return new PostFault(
                    random.nextBoolean() ? Answer.stall() : Answer.json(BODY).stallInsideBody(), false);
        }
        if (chance < 20) {
            return new PostFault(refusal(random), true);
        }
        return new PostFault(FAULTS.get(random.nextInt(FAULTS.size())).get(), false);
    }

    static PostFault none(Random random) {
        return new PostFault(SUCCESSES.get(random.nextInt(SUCCESSES.size())).get(), false);
    }

    private static Answer refusal(Random random) {
        Answer answer = Answer.tooManyRequests();
        return switch (random.nextInt(10)) {
            case 0 -> Answer.of(421);
            case 1 -> Answer.of(529);
            case 2 -> Answer.of(529).retryAfter("0");
            case 3 -> answer;
            case 4 -> answer.html().retryAfter("0");
            case 5 -> answer.retryAfterInBody(0.5).retryAfter("1");
            case 6 -> answer.retryAt(Instant.now().plusSeconds(random.nextInt(3)), DateForm.RFC_850);
            case 7 -> answer.retryAfter("0").retryAfter("1").dropAfterBody();
            case 8 -> answer.date(Instant.EPOCH).retryAfterSeconds(1);
            default -> answer.retryAfter(RETRY_AFTER.get(random.nextInt(RETRY_AFTER.size())));
        };
    }
}

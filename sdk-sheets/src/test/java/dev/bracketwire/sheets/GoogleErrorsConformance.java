// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.Secret;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Answers with what Google has answered, and looks at the exceptions. */
class GoogleErrorsConformance {
    private static final Pattern NAME = Pattern.compile("(drive|sheets)-.*_(\\d{3})\\.json");

    @Test
    void recordedErrors_areTheRightExceptions() throws Exception {
        Suite.run("sheets/google-errors", suite -> {
            for (Path file : suite.files(".json")) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    throw new IllegalStateException("the name of " + file + " does not end in a status");
                }
                check(suite, file, name.group(1).equals("drive"), Integer.parseInt(name.group(2)));
            }
        });
    }

    private static void check(Suite suite, Path file, boolean drive, int status) throws Exception {
        byte[] body = Files.readAllBytes(file);
        JsonNode error = StructureScene.JSON.readTree(body).path("error");
        String quota = quota(error);
        boolean write = quota.contains("Write");
        GoogleAccess access = GoogleAccess.token(Secret.of("t-1"))
                .scopes(GoogleScope.SPREADSHEETS, GoogleScope.DRIVE_METADATA_READONLY);
        try (FakeUpstream google = FakeUpstream.start();
                Sheets sheets = Sheets.builder(access).base(google.uri()).build()) {
            google.on("*", "/{path+}")
                    .answers(Answer.bytes("application/json; charset=UTF-8", body)
                            .status(status));
            Spreadsheet cup = sheets.spreadsheet("cup-1");
            Call<?> call = drive ? cup.version() : write ? cup.write("A1", "x") : cup.read("A1");
            CallException failure = failure(call.within(Duration.ofSeconds(20)));
            boolean limited =
                    status == 429 || reason(error).toLowerCase(Locale.ROOT).contains("ratelimit");
            suite.check(
                    file,
                    "exception",
                    exception(status, limited),
                    () -> failure.getClass().getSimpleName());
            suite.check(
                    file,
                    "sent once, as the wait is too long or in vain",
                    1,
                    () -> google.received().size());
            suite.check(file, "surely not done", false, failure::maybeDone);
            if (limited) {
                suite.check(file, "retried later", true, () -> ((RateLimitedException) failure).retryAt() != null);
                suite.check(
                        file,
                        "pauses its bucket " + quota,
                        0L,
                        () -> write
                                ? sheets.budget().writesLeft()
                                : sheets.budget().readsLeft());
                suite.check(
                        file,
                        "leaves the other bucket",
                        true,
                        () -> (write
                                        ? sheets.budget().readsLeft()
                                        : sheets.budget().writesLeft())
                                > 0);
            } else {
                suite.check(file, "status", status, failure::status);
                String message = error.path("message").asText();
                suite.check(
                        file,
                        "holds Google's message",
                        true,
                        () -> String.valueOf(failure.getMessage())
                                .contains(message.substring(0, Math.min(20, message.length()))));
            }
        }
    }

    private static CallException failure(Call<?> call) {
        try {
            Object answer = call.get();
            throw new IllegalStateException("no failure but " + answer);
        } catch (CallException e) {
            return e;
        }
    }

    private static String exception(int status, boolean limited) {
        if (limited) {
            return "RateLimitedException";
        }
        return switch (status) {
            case 401 -> "UnauthorizedException";
            case 403 -> "ForbiddenException";
            case 404, 410 -> "NotFoundException";
            case 409, 412 -> "ConflictException";
            default -> status < 500 ? "RejectedException" : "UnavailableException";
        };
    }

    private static String quota(JsonNode error) {
        StringBuilder found = new StringBuilder(error.path("message").asText().contains("Write") ? "Write" : "");
        error.path("details")
                .forEach(detail ->
                        found.append(detail.path("metadata").path("quota_limit").asText("")));
        return found.toString();
    }

    private static String reason(JsonNode error) {
        return error.path("errors").path(0).path("reason").asText("");
    }
}

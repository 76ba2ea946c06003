// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the method of each request, checks token, quota and body in Google's order, and runs it. Guarded by its owner. */
final class FakeService {
    private static final Pattern FILE = Pattern.compile("/drive/v3/files/([^/]+)");
    private static final Set<String> WRITE_SCOPES = Set.of("spreadsheets", "drive", "drive.file");
    private static final Set<String> READ_SCOPES = Set.of("spreadsheets.readonly", "drive.readonly");
    private static final Set<String> DRIVE_SCOPES =
            Set.of("drive", "drive.file", "drive.readonly", "drive.metadata", "drive.metadata.readonly");

    private final List<FakeMethod> methods = Stream.concat(
                    FakeSpreadsheetMethods.all().stream(), FakeValuesMethods.all().stream())
            .toList();
    private final FakeMessages messages;
    private final FakeLibrary library;
    private final FakeDrive drive;
    private final FakeQuota quota;
    private final FakeTokens tokens;

    final Deque<Runnable> beforeWrites = new ArrayDeque<>();
    boolean storageFull;
    boolean driveDisabled;

    FakeService(FakeMessages messages, FakeLibrary library, FakeQuota quota, FakeTokens tokens) {
        this.messages = messages;
        this.library = library;
        this.drive = new FakeDrive(library);
        this.quota = quota;
        this.tokens = tokens;
    }

    /** Notes the facts about a request while it is answered. */
    static final class Trace {
        String method = "";
        FakeCall.Kind kind = FakeCall.Kind.READ;
        String user = "";
        String spreadsheetId = "";
        final List<String> ranges = new ArrayList<>();
        boolean refusedByQuota;
    }

    /** Gives the mask of the answer; null if there is none. */
    static @Nullable String fields(FakeRequest request) {
        String fields = request.query("fields");
        return fields == null
                ? request.header("X-Goog-FieldMask")
                        .filter(mask -> !mask.isEmpty())
                        .orElse(null)
                : fields;
    }

    /** Answers a request; null if no method has its path. */
    @Nullable
    JsonNode answer(FakeRequest request, Trace trace) {
        // Google takes a slash at the end and before the verb, as node-google-spreadsheet 5 sends them.
        String path = request.path().replace("/:", ":").replaceFirst("(?<=.)/$", "");
        if (path.equals("/v4/spreadsheets") && request.method().equals("POST")) {
            return create(request, trace);
        }
        if (path.equals("/drive/v3/files") || FILE.matcher(path).matches()) {
            return drive(path, request, trace);
        }
        for (FakeMethod method : methods) {
            Matcher matcher = method.path().matcher(path);
            if (method.verb().equals(request.method()) && matcher.matches()) {
                String rest = matcher.groupCount() > 1 ? FakeRequest.decoded(matcher.group(2)) : "";
                trace.spreadsheetId = FakeRequest.decoded(matcher.group(1));
                return run(method, rest, request, trace);
            }
        }
        return null;
    }

    private JsonNode run(FakeMethod method, String rest, FakeRequest request, Trace trace) {
        trace.method = method.name();
        if (method.name().startsWith("values.") && !rest.isEmpty()) {
            trace.ranges.add(rest);
        }
        trace.ranges.addAll(request.queries("ranges"));
        begin(request, trace, method.kind(), method.readOnlyScopes());
        FakeMask mask = mask(request, method.answer());
        JsonNode body = JsonNodeFactory.instance.objectNode();
        if (!method.body().isEmpty()) {
            JsonNode json = request.json();
            messages.check(json.isMissingNode() ? body : json, method.body(), method.bodyAt());
            body = json.isMissingNode() ? body : json;
            body.path("data").forEach(data -> trace.ranges.addAll(texts(data.path("range"))));
            body.path("ranges").forEach(range -> trace.ranges.addAll(texts(range)));
        }
        FakeMethod.Input input = new FakeMethod.Input(rest, request, body, library);
        Runnable edit = method.kind() == FakeCall.Kind.WRITE ? beforeWrites.poll() : null;
        if (edit != null) {
            edit.run();
        }
        JsonNode answer = method.kind() == FakeCall.Kind.WRITE
                ? library.change(
                        trace.spreadsheetId,
                        trace.user,
                        work -> method.handler().handle(work, input))
                : method.handler()
                        .handle(
                                new FakeEdit(
                                        library.open(trace.spreadsheetId, trace.user, false),
                                        trace.user,
                                        library.year()),
                                input);
        return mask == null ? answer : mask.select(answer);
    }

    private JsonNode create(FakeRequest request, Trace trace) {
        trace.method = "create";
        begin(request, trace, FakeCall.Kind.WRITE, false);
        FakeMask mask = mask(request, "Spreadsheet");
        JsonNode json = request.json();
        JsonNode body = json.isMissingNode() ? JsonNodeFactory.instance.objectNode() : json;
        messages.check(body, "Spreadsheet", "spreadsheet");
        if (storageFull) {
            throw FakeDrive.storageFull();
        }
        FakeDocument made = library.create(
                body.path("properties").path("title").asText(), body.path("properties"), body.path("sheets"));
        trace.spreadsheetId = made.id();
        ObjectNode answer = new FakeSpreadsheetJson(made, trace.user).write(List.of(), false);
        return mask == null ? answer : mask.select(answer);
    }

    private @Nullable JsonNode drive(String path, FakeRequest request, Trace trace) {
        trace.kind = FakeCall.Kind.DRIVE;
        FakeTokens.Token token = authorize(request, trace);
        if (driveDisabled) {
            trace.method = "drive";
            throw FakeDrive.disabled();
        }
        if (token.scopes().stream().noneMatch(DRIVE_SCOPES::contains)) {
            trace.method = "drive";
            throw scope("drive.googleapis.com");
        }
        Matcher file = FILE.matcher(path);
        String verb = request.method();
        if (!file.matches()) {
            trace.method = verb.equals("GET") ? "drive.files.list" : "drive.files.create";
            if (verb.equals("GET")) {
                return drive.list(request.query("q"), trace.user, fields(request));
            }
            if (storageFull) {
                throw FakeDrive.storageFull();
            }
            return verb.equals("POST") ? drive.create(request.json(), fields(request)) : null;
        }
        trace.spreadsheetId = FakeRequest.decoded(file.group(1));
        trace.method = verb.equals("GET") ? "drive.files.get" : "drive.files.delete";
        if (verb.equals("DELETE")) {
            drive.delete(trace.spreadsheetId, trace.user);
            return JsonNodeFactory.instance.nullNode();
        }
        return verb.equals("GET") ? drive.get(trace.spreadsheetId, trace.user, fields(request)) : null;
    }

    /** Checks token, scope and quota, in that order. */
    private void begin(FakeRequest request, Trace trace, FakeCall.Kind kind, boolean readOnlyScopes) {
        trace.kind = kind;
        FakeTokens.Token token = authorize(request, trace);
        Instant now = library.clock().instant();
        FakeGoogleError refusal = quota.take(kind == FakeCall.Kind.WRITE, trace.user, now);
        if (refusal != null) {
            trace.refusedByQuota = true;
            throw refusal;
        }
        if (token.scopes().stream()
                .noneMatch(scope -> WRITE_SCOPES.contains(scope) || (readOnlyScopes && READ_SCOPES.contains(scope)))) {
            throw scope("sheets.googleapis.com");
        }
    }

    private FakeTokens.Token authorize(FakeRequest request, Trace trace) {
        String header = request.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw FakeGoogleError.of(
                    403,
                    "PERMISSION_DENIED",
                    "Method doesn't allow unregistered callers (callers without established identity). Please use API"
                            + " Key or other form of API consumer identity to call this API.");
        }
        FakeTokens.Token token =
                tokens.find(header.substring(7).strip(), library.clock().instant());
        if (token == null) {
            throw FakeGoogleError.of(
                            401,
                            "UNAUTHENTICATED",
                            "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                                    + " cookie or other valid authentication credential. See"
                                    + " https://developers.google.com/identity/sign-in/web/devconsole-project.")
                    .errorInfo("ACCESS_TOKEN_EXPIRED", Map.of("service", "sheets.googleapis.com"));
        }
        trace.user = token.user();
        return token;
    }

    private static FakeGoogleError scope(String service) {
        return FakeGoogleError.of(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
                .errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT", Map.of("service", service));
    }

    private @Nullable FakeMask mask(FakeRequest request, String type) {
        String fields = fields(request);
        if (fields == null) {
            return null;
        }
        FakeMask mask = FakeMask.parse(fields);
        mask.check(messages, type);
        return mask;
    }

    private static List<String> texts(JsonNode json) {
        return json.isTextual() ? List.of(json.asText()) : List.of();
    }
}

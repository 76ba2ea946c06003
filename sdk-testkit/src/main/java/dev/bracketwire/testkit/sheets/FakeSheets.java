// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Plays the Google Sheets API v4 on a loopback port, with the parts of Drive v3 and of OAuth that its clients need:
 * answers, errors and quotas in the form of Google's recorded traffic.
 *
 * <p>Each request is atomic: it happens whole, or not at all. A test edits the same spreadsheets as a second user, through
 * {@link FakeSpreadsheet} and {@link FakeTab}. The quotas are Google's, 60 reads and 60 writes a minute for each user.
 * Google's answer to a request that the fake does not play is unknown: it is answered 501 and kept in
 * {@link #unexpected()}, as is a path that Google does not have. It is safe for several threads.
 */
public final class FakeSheets implements AutoCloseable {
    private static final ObjectWriter COMPACT = new ObjectMapper().writer();
    private static final ObjectWriter PRETTY = new ObjectMapper()
            .writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n")));
    private static final String JSON = "application/json; charset=UTF-8";

    private final FakeUpstream upstream;
    private final FakeLibrary library;
    private final FakeTokens tokens;
    private final FakeService service;
    private final Duration latency;

    // All guarded by library.
    private final List<FakeCall> calls = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final ArrayDeque<Answer> nextAnswers = new ArrayDeque<>();
    private final ArrayDeque<Answer> nextTokenAnswers = new ArrayDeque<>();
    private int refusedByQuota;
    private int answersToLose;

    private FakeSheets(Builder options) {
        this.latency = options.latency;
        this.library = new FakeLibrary(options.clock);
        FakeMessages messages = new FakeMessages(); // before the server, which would go on if this failed
        this.upstream = FakeUpstream.start();
        this.tokens = new FakeTokens(upstream.uri() + "/token");
        this.service = new FakeService(messages, library, options.quota, tokens);
        upstream.on("*", "/{rest+}").answers(this::answer);
    }

    /** Starts one with the system's clock and Google's quotas. */
    public static FakeSheets start() {
        return builder().start();
    }

    /** Begins the options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gives the address of Sheets, Drive and tokens, without a slash at its end. */
    public URI uri() {
        return upstream.uri();
    }

    /** Makes a spreadsheet with one empty tab, {@code Sheet1}, that the first {@link FakeSpreadsheet#tab} replaces. */
    public FakeSpreadsheet spreadsheet(String title) {
        synchronized (library) {
            FakeDocument made = library.create(title, MissingNode.getInstance(), MissingNode.getInstance());
            return new FakeSpreadsheet(library, made.id());
        }
    }

    /**
     * Finds a spreadsheet by its id, such as one that a client made.
     *
     * @throws IllegalArgumentException if there is none
     */
    public FakeSpreadsheet open(String id) {
        synchronized (library) {
            if (!library.documents().containsKey(id)) {
                throw new IllegalArgumentException("no spreadsheet with id " + id);
            }
            return new FakeSpreadsheet(library, id);
        }
    }

    /** Accepts this access token for reading and writing, and for Drive; its user is {@code <token>@example.org}. */
    public FakeSheets token(String token) {
        return token(token, token + "@example.org", "spreadsheets", "drive");
    }

    /** Accepts this access token for this user, with scopes such as {@code spreadsheets.readonly}. */
    public FakeSheets token(String token, String user, String... scopes) {
        synchronized (library) {
            tokens.add(token, user, scopes(scopes));
        }
        return this;
    }

    /** Accepts this refresh token at the token endpoint. */
    public FakeSheets refreshToken(String token, String user, String... scopes) {
        synchronized (library) {
            tokens.addRefresh(token, user, scopes(scopes));
        }
        return this;
    }

    /** Makes every access token invalid that was accepted or handed out so far. */
    public void revokeTokens() {
        synchronized (library) {
            tokens.revokeAll();
        }
    }

    /** Gives the text of a service account's file: its key is this fake's, its {@code token_uri} leads here. */
    public String serviceAccountJson() {
        return tokens.serviceAccountJson();
    }

    /** Gives the address of the service account, which is the user of its tokens. */
    public String serviceAccount() {
        return FakeTokens.ACCOUNT;
    }

    /** Counts the access tokens that were handed out. */
    public int tokensIssued() {
        synchronized (library) {
            return tokens.issued();
        }
    }

    /** Answers the next requests to Sheets and Drive with these, and does nothing for them. */
    public void answerNext(Answer... answers) {
        synchronized (library) {
            nextAnswers.addAll(List.of(answers));
        }
    }

    /** Answers the next requests for a token with these. */
    public void answerNextToken(Answer... answers) {
        synchronized (library) {
            nextTokenAnswers.addAll(List.of(answers));
        }
    }

    /** Carries out the next requests to Sheets, and drops the connection in place of their answers. */
    public void loseNextAnswers(int count) {
        synchronized (library) {
            answersToLose = count;
        }
    }

    /**
     * Runs this just before the next write is carried out, when nothing can come between: an edit that a second user makes
     * after a program has read. Several edits are run before one write each.
     */
    public void beforeNextWrite(Runnable edit) {
        synchronized (library) {
            service.beforeWrites.add(edit);
        }
    }

    /** Refuses to create spreadsheets, as Google does for a service account: 403 storageQuotaExceeded. */
    public void refuseCreation(boolean refuse) {
        synchronized (library) {
            service.storageFull = refuse;
        }
    }

    /** Answers requests to Drive with 403, as in a project where its API is not enabled. */
    public void disableDrive(boolean disable) {
        synchronized (library) {
            service.driveDisabled = disable;
        }
    }

    /** Lists all requests in order. */
    public List<FakeCall> calls() {
        synchronized (library) {
            return List.copyOf(calls);
        }
    }

    /** Counts the requests that count as reads, refused ones included. */
    public int reads() {
        return count(FakeCall.Kind.READ);
    }

    /** Counts the requests that count as writes, refused ones included. */
    public int writes() {
        return count(FakeCall.Kind.WRITE);
    }

    /** Counts the requests that a quota refused. */
    public int refusedByQuota() {
        synchronized (library) {
            return refusedByQuota;
        }
    }

    /** Lists the requests that Google does not have or the fake does not play; a test may end by asserting none. */
    public List<String> unexpected() {
        synchronized (library) {
            List<String> all = new ArrayList<>(unexpected);
            upstream.unexpected().forEach(request -> all.add(request.toString()));
            return List.copyOf(all);
        }
    }

    /** Gives the upstream below, for faults, connections and received requests. */
    public FakeUpstream upstream() {
        return upstream;
    }

    @Override
    public void close() {
        upstream.close();
    }

    /** Shows where it is. */
    @Override
    public String toString() {
        return "FakeSheets(" + uri() + ")";
    }

    private Answer answer(Received received) {
        Duration half = latency.dividedBy(2);
        if (!half.isZero()) {
            LockSupport.parkNanos(half.toNanos());
        }
        synchronized (library) {
            return worked(received).after(half);
        }
    }

    private Answer worked(Received received) {
        FakeService.Trace trace = new FakeService.Trace();
        boolean token = received.path().equals("/token");
        Answer planned = (token ? nextTokenAnswers : nextAnswers).poll();
        if (planned != null) {
            trace.method = received.method() + " " + received.path();
            trace.kind = token ? FakeCall.Kind.TOKEN : FakeCall.Kind.READ;
            note(trace, 0);
            return planned;
        }
        boolean pretty = received.query("prettyPrint").map("true"::equals).orElse(true);
        try {
            FakeRequest request = new FakeRequest(received);
            JsonNode json = token ? token(request, trace) : service.answer(request, trace);
            if (json == null) {
                unexpected.add(received.toString());
                return notFound(received.path());
            }
            note(trace, json.isNull() ? 204 : 200);
            if (answersToLose > 0 && !token) {
                answersToLose--;
                return Answer.dropBeforeHead();
            }
            return json.isNull() ? Answer.empty() : written(received, 200, json, pretty);
        } catch (FakeGoogleError e) {
            note(trace, e.status());
            refusedByQuota += trace.refusedByQuota ? 1 : 0;
            Answer answer = written(received, e.status(), e.body(), pretty);
            return e.status() == 401
                    ? answer.header(
                            "WWW-Authenticate",
                            "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"")
                    : answer;
        } catch (FakeTokens.Refusal e) {
            note(trace, 400);
            return written(received, 400, e.body(), pretty);
        } catch (FakeRequest.TooLarge e) {
            note(trace, 413);
            return Answer.text("Request Entity Too Large").status(413);
        } catch (FakeStructure.Unplayed e) {
            note(trace, 501);
            unexpected.add(received + ": " + e.getMessage());
            return Answer.text(String.valueOf(e.getMessage())).status(501);
        }
    }

    private JsonNode token(FakeRequest request, FakeService.Trace trace) {
        trace.method = "token";
        trace.kind = FakeCall.Kind.TOKEN;
        return tokens.grant(request.form(), library.clock().instant());
    }

    private void note(FakeService.Trace trace, int status) {
        calls.add(new FakeCall(
                trace.method,
                trace.kind,
                trace.user,
                trace.spreadsheetId,
                trace.ranges,
                status,
                library.clock().instant()));
    }

    private int count(FakeCall.Kind kind) {
        synchronized (library) {
            return (int) calls.stream().filter(call -> call.kind() == kind).count();
        }
    }

    private static Answer written(Received received, int status, JsonNode json, boolean pretty) {
        try {
            String text = pretty ? PRETTY.writeValueAsString(json) + "\n" : COMPACT.writeValueAsString(json);
            Answer answer = Answer.json(text)
                    .status(status)
                    .contentType(JSON)
                    .header("Vary", "Origin, X-Origin, Referer")
                    .header("Cache-Control", "private")
                    .header("Server", "ESF");
            boolean gzip = received.headers("Accept-Encoding").stream().anyMatch(each -> each.contains("gzip"));
            return gzip ? answer.gzip() : answer;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer notFound(String path) {
        String page = "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n"
                + "  <title>Error 404 (Not Found)!!1</title>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n"
                + "  <p>The requested URL <code>" + path.replace("&", "&amp;").replace("<", "&lt;")
                + "</code> was not found on this server.  <ins>That’s all we know.</ins>\n";
        return Answer.text(page).status(404).contentType("text/html; charset=UTF-8");
    }

    private static Set<String> scopes(String... scopes) {
        return Set.copyOf(List.of(scopes).stream()
                .map(scope -> scope.replace(FakeTokens.SCOPE, ""))
                .toList());
    }

    /** Holds the options of a fake; each has a default that suits most tests. */
    public static final class Builder {
        private final FakeQuota quota = new FakeQuota();
        private InstantSource clock = InstantSource.system();
        private Duration latency = Duration.ZERO;

        private Builder() {}

        /** Dates changes, ends tokens and counts minutes by this clock, such as a {@code ManualClock}. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C source) {
            clock = source;
            return this;
        }

        /** Allows each user so many reads and writes a minute; 60 and 60 by default. */
        public Builder quota(int readsPerMinute, int writesPerMinute) {
            quota.perUser(readsPerMinute, writesPerMinute);
            return this;
        }

        /** Allows all users together so many reads and writes a minute; 300 and 300 by default. */
        public Builder projectQuota(int readsPerMinute, int writesPerMinute) {
            quota.perProject(readsPerMinute, writesPerMinute);
            return this;
        }

        /** Refuses nothing because of a quota, for tests of other things. */
        public Builder withoutQuota() {
            quota.perUser(Integer.MAX_VALUE, Integer.MAX_VALUE);
            quota.perProject(Integer.MAX_VALUE, Integer.MAX_VALUE);
            return this;
        }

        /** Takes that long for each answer, half of it before the work and half after it. */
        public Builder latency(Duration each) {
            latency = each;
            return this;
        }

        /** Starts it on a free port. */
        public FakeSheets start() {
            return new FakeSheets(this);
        }
    }
}

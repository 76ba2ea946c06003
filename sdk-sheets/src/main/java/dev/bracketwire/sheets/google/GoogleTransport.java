// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.bracketwire.CallException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.sheets.Sheets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of Google's own client through a {@link Sheets}: its credential, its quota, its retries. A request
 * goes to where that client goes, whatever host it names. After a write the spreadsheet's cache is emptied.
 *
 * <p>Timeouts are those of the {@link Sheets}; a read timeout that differs from Google's default of 20 seconds becomes the
 * deadline of the call, retries included. A failure without a reply is an {@link IOException} whose cause is the
 * {@link CallException}.
 */
public final class GoogleTransport extends HttpTransport {
    private static final Pattern SEGMENT = Pattern.compile("(.+?)(:[A-Za-z]+)?");
    private static final Set<String> FIXED = Set.of("v4", "spreadsheets", "values", "sheets", "developerMetadata");
    private static final Set<String> READS =
            Set.of(":getByDataFilter", ":batchGetByDataFilter", ":search", ":batchGet");

    // The pipeline has its own: a second credential, encoding or length would contradict it.
    private static final Set<String> OWN = Set.of(
            "authorization", "accept-encoding", "content-length", "content-type", "content-encoding", "user-agent");
    private static final int DEFAULT_TIMEOUT = 20_000;

    private final Sheets sheets;

    private GoogleTransport(Sheets sheets) {
        this.sheets = sheets;
    }

    /** Returns a transport through this client. Closing it is closing the client. */
    public static GoogleTransport of(Sheets sheets) {
        return new GoogleTransport(Objects.requireNonNull(sheets, "sheets"));
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Sent(request(method, URI.create(url)), spreadsheet(URI.create(url)));
    }

    private static @Nullable String spreadsheet(URI url) {
        String[] segments = url.getRawPath().split("/", -1);
        return segments.length > 3 ? segments[3].split(":", 2)[0] : null;
    }

    private static Request request(String method, URI url) {
        StringBuilder template = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        String verb = "";
        for (String segment : url.getRawPath().substring(1).split("/", -1)) {
            Matcher parts = SEGMENT.matcher(segment);
            if (!parts.matches()) {
                throw new IllegalArgumentException("the path of " + url.getHost() + " has an empty part");
            }
            verb = parts.group(2) == null ? "" : parts.group(2);
            template.append('/');
            if (FIXED.contains(parts.group(1))) {
                template.append(parts.group(1));
            } else {
                template.append('{').append("part").append(arguments.size()).append('}');
                arguments.add(decoded(parts.group(1).replace("+", "%2B")));
            }
            template.append(verb);
        }
        Request request = Request.of(method, template.toString(), arguments.toArray());
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].equals("prettyPrint")) {
                request = request.query(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        if (READS.contains(verb)) {
            return request.idempotent();
        }
        return request.method().equals("GET") ? request : request.once();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    /** A request on its way. */
    private final class Sent extends LowLevelHttpRequest {
        private final @Nullable String spreadsheet;
        private Request request;
        private @Nullable Duration limit;

        Sent(Request request, @Nullable String spreadsheet) {
            this.request = request;
            this.spreadsheet = spreadsheet;
        }

        @Override
        public void addHeader(String name, String value) {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                request = request.header(name, value);
            }
        }

        @Override
        public void setTimeout(int connectTimeout, int readTimeout) {
            limit = readTimeout > 0 && readTimeout != DEFAULT_TIMEOUT ? Duration.ofMillis(readTimeout) : null;
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            Request complete = request;
            if (getStreamingContent() != null) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                getStreamingContent().writeTo(bytes); // compressed already, if an encoding is set
                String type = getContentType() == null ? "application/json" : getContentType();
                complete = complete.body(Body.bytes(type, bytes.toByteArray()));
                if (getContentEncoding() != null) {
                    complete = complete.header("Content-Encoding", getContentEncoding());
                }
            }
            try {
                var call = sheets.connector().send(complete);
                return new Received((limit == null ? call : call.within(limit)).get());
            } catch (CallException e) {
                throw new IOException(e.getMessage(), e);
            } finally {
                if (spreadsheet != null && !complete.isIdempotent()) {
                    sheets.spreadsheet(spreadsheet).refresh(); // also if it failed: it may have been carried out
                }
            }
        }
    }

    /** A reply, held as a whole: disconnecting has nothing to end. */
    private static final class Received extends LowLevelHttpResponse {
        private final Reply reply;
        private final List<String[]> headers = new ArrayList<>();

        Received(Reply reply) {
            this.reply = reply;
            reply.headers().asMap().forEach((name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!lower.equals("content-encoding") && !lower.equals("content-length")) {
                    values.forEach(value -> headers.add(new String[] {name, value}));
                }
            });
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(reply.bytes());
        }

        @Override
        public @Nullable String getContentEncoding() {
            return null; // decompressed already
        }

        @Override
        public long getContentLength() {
            return reply.bytes().length;
        }

        @Override
        public @Nullable String getContentType() {
            return reply.header("Content-Type").orElse(null);
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + reply.status();
        }

        @Override
        public int getStatusCode() {
            return reply.status();
        }

        @Override
        public @Nullable String getReasonPhrase() {
            return null;
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.get(index)[0];
        }

        @Override
        public String getHeaderValue(int index) {
            return headers.get(index)[1];
        }
    }
}

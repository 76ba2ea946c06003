// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Secret;
import dev.bracketwire.supervisor.Probe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is asked over HTTP: the status alone is read, nothing is followed, and the connection is closed. No client does
 * it, as what one keeps and makes for a request is many times what a status line needs, and there may be hundreds to ask.
 */
final class HttpQuestion {
    private final Probe.Check.Http check;
    private final int port;
    private @Nullable String asked;
    private byte[] request = {};
    private int lastStatus;
    private @Nullable ProbeAnswer last;

    HttpQuestion(Probe.Check.Http check, int port) {
        this.check = check;
        this.port = port;
    }

    boolean tls() {
        return check.tls();
    }

    int port() {
        return port;
    }

    /** Anew only where it may be another: headers are looked up each time, as their secrets may have changed. */
    byte[] request(String host) throws IOException {
        if (!check.headers().isEmpty() || !host.equals(asked)) {
            request = text(host).getBytes(StandardCharsets.UTF_8);
            asked = host;
        }
        return request;
    }

    private String text(String host) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", host + ":" + port);
        headers.put("User-Agent", "bracketwire-supervisor");
        headers.put("Accept", "*/*");
        for (Map.Entry<String, Secret> header : check.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue().reveal());
        }
        headers.put("Connection", "close");
        StringBuilder text = new StringBuilder("GET ");
        text.append(URI.create(check.path()).toASCIIString()).append(" HTTP/1.1\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String line = header.getKey() + ": " + header.getValue();
            if (line.chars().anyMatch(letter -> letter < ' ' && letter != '\t')) {
                throw new IOException("header " + header.getKey().strip() + " holds a line end or the like");
            }
            text.append(line).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    ProbeAnswer answered(int status) {
        ProbeAnswer known = last;
        if (known == null || status != lastStatus) {
            String detail = check + " answered " + status;
            known = status >= 200 && status < 400 ? ProbeAnswer.yes(detail) : ProbeAnswer.no(detail);
            last = known;
            lastStatus = status;
        }
        return known;
    }

    ProbeAnswer late(Duration limit) {
        return ProbeAnswer.no(check + " was not answered within " + limit.toMillis() + " ms");
    }

    ProbeAnswer failed(Throwable e) {
        return ProbeAnswer.no(check + " on port " + port + ": " + (e instanceof IOException ? e.getMessage() : e));
    }
}

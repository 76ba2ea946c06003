// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URLEncoder;

/** Carries names and values as {@code application/x-www-form-urlencoded}. Immutable: {@link #with} gives a new one. */
public final class FormBody extends Body {
    private final String encoded;

    FormBody(String before, String added) {
        this.encoded = before.isEmpty() ? added : before + "&" + added;
    }

    /** Adds a field; a name may stand more than once. */
    public FormBody with(String name, Object value) {
        return new FormBody(encoded, URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value.toString(), UTF_8));
    }

    @Override
    public String contentType() {
        return "application/x-www-form-urlencoded";
    }

    @Override
    public long length() {
        return encoded.length();
    }

    @Override
    public boolean reopenable() {
        return true;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(encoded.getBytes(UTF_8));
    }
}

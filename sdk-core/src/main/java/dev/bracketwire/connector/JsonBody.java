// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.internal.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Writes its value when it is first sent, so that a call nobody runs costs nothing, and then keeps the bytes. */
final class JsonBody extends Body {
    private final Object value;
    private volatile byte @Nullable [] written;

    JsonBody(Object value) {
        this.value = value;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public long length() {
        return bytes().length;
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
        return new ByteArrayInputStream(bytes());
    }

    private byte[] bytes() {
        byte[] bytes = written;
        if (bytes == null) {
            bytes = Json.write(value);
            written = bytes;
        }
        return bytes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.bracketwire.Change;
import dev.bracketwire.internal.json.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes changes as JSON behind the number of their class. */
final class ChangeCodec<C extends Change> implements ValueCodec<C> {
    private final Map<Class<?>, Integer> numbers = new HashMap<>();
    private final List<ObjectReader> readers = new ArrayList<>();

    @Override
    public synchronized byte[] write(C change) {
        Integer number = numbers.get(change.getClass());
        byte[] json = Json.write(change);
        if (number == null) {
            number = readers.size();
            readers.add(checked(change, json));
            numbers.put(change.getClass(), number);
        }
        return ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(number)
                .put(json)
                .array();
    }

    @Override
    @SuppressWarnings("unchecked") // the reader is that of the class which was written
    public synchronized C read(byte[] bytes) {
        ObjectReader reader = readers.get(ByteBuffer.wrap(bytes).getInt());
        return (C) Json.read(reader, bytes, Integer.BYTES);
    }

    // At the first of its class and not at the ten-thousandth, where nobody would have seen it before.
    private static ObjectReader checked(Change change, byte[] json) {
        ObjectReader reader = Json.reader(change.getClass());
        Object back = Json.read(reader, json, 0);
        if (!change.equals(back)) {
            throw new IllegalArgumentException("a " + change.getClass().getName()
                    + " does not come back from JSON as it was: make it a record of plain values");
        }
        return reader;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.Change;
import dev.bracketwire.Outcome;
import java.nio.ByteBuffer;

/** Writes outcomes: the status, the note, the change. */
final class OutcomeCodec<C extends Change> implements ValueCodec<Outcome<C>> {
    private final ChangeCodec<C> changes = new ChangeCodec<>();

    @Override
    public byte[] write(Outcome<C> outcome) {
        byte[] status = outcome.status().name().getBytes(UTF_8);
        byte[] note = outcome.note().getBytes(UTF_8);
        byte[] change = changes.write(outcome.change());
        return ByteBuffer.allocate(2 * Integer.BYTES + status.length + note.length + change.length)
                .putInt(status.length)
                .put(status)
                .putInt(note.length)
                .put(note)
                .put(change)
                .array();
    }

    @Override
    public Outcome<C> read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Outcome.Status status = Outcome.Status.valueOf(text(buffer));
        String note = text(buffer);
        byte[] change = new byte[buffer.remaining()];
        buffer.get(change);
        return new Outcome<>(changes.read(change), status, note);
    }

    private static String text(ByteBuffer buffer) {
        byte[] text = new byte[buffer.getInt()];
        buffer.get(text);
        return new String(text, UTF_8);
    }
}

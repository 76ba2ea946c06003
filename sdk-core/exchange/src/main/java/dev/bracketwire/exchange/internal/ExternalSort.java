// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more than fits into memory by the bytes of keys, and what has the same key by an order. A few megabytes are sorted
 * at a time and put into a temporary file without a name; at the end those runs are merged.
 */
public final class ExternalSort implements Closeable {
    private static final int IN_MEMORY = 4 << 20;
    private static final int OVERHEAD = 100;
    private static final int BUFFERS = 2 << 20;
    private static final Comparator<Item> BY_KEY =
            Comparator.comparing(Item::key, Arrays::compareUnsigned).thenComparingLong(Item::order);

    private final List<Item> items = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private @Nullable FileChannel file;
    private long size;

    /** One of what is sorted. */
    @SuppressWarnings("ArrayRecordComponent") // the bytes are handed over and not compared by equals
    public record Item(byte[] key, long order, byte[] value) {}

    /** Adds one. */
    public void add(byte[] key, long order, byte[] value) throws IOException {
        items.add(new Item(key, order, value));
        size += key.length + value.length + OVERHEAD;
        if (size > IN_MEMORY) {
            spill();
        }
    }

    private void spill() throws IOException {
        items.sort(BY_KEY);
        FileChannel channel = file;
        if (channel == null) {
            channel = FileChannel.open(
                    Files.createTempFile("bracketwire", ".sort"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file = channel;
        }
        var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
        for (Item item : items) {
            out.writeInt(item.key.length);
            out.write(item.key);
            out.writeLong(item.order);
            out.writeInt(item.value.length);
            out.write(item.value);
        }
        out.flush();
        ends.add(channel.position());
        items.clear();
        size = 0;
    }

    /** All of them in order, once; nothing can be added after. */
    public Iterator<Item> sorted() throws IOException {
        items.sort(BY_KEY);
        PriorityQueue<Run> runs = new PriorityQueue<>(Comparator.comparing(Run::first, BY_KEY));
        int buffer = Math.max(1 << 12, BUFFERS / (ends.size() + 1));
        long from = 0;
        for (long end : ends) {
            runs.add(new Run(new Stored(new Part(file, from, end), buffer)));
            from = end;
        }
        if (!items.isEmpty()) {
            runs.add(new Run(items.iterator()));
        }
        return new Merged(runs);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private static final class Merged implements Iterator<Item> {
        private final PriorityQueue<Run> runs;

        Merged(PriorityQueue<Run> runs) {
            this.runs = runs;
        }

        @Override
        public boolean hasNext() {
            return !runs.isEmpty();
        }

        @Override
        public Item next() {
            Run run = runs.remove();
            Item item = run.first;
            if (run.rest.hasNext()) {
                run.first = run.rest.next();
                runs.add(run);
            }
            return item;
        }
    }

    private static final class Run {
        final Iterator<Item> rest;
        Item first;

        Run(Iterator<Item> items) {
            this.rest = items;
            this.first = items.next();
        }

        Item first() {
            return first;
        }
    }

    private static final class Stored implements Iterator<Item> {
        private final Part part;
        private final DataInputStream in;

        Stored(Part part, int buffer) {
            this.part = part;
            this.in = new DataInputStream(new BufferedInputStream(part, buffer));
        }

        @Override
        public boolean hasNext() {
            try {
                return part.left() > 0 || in.available() > 0;
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public Item next() {
            try {
                byte[] key = in.readNBytes(in.readInt());
                long order = in.readLong();
                return new Item(key, order, in.readNBytes(in.readInt()));
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private static UncheckedIOException failed(IOException e) {
            return new UncheckedIOException(e);
        }
    }

    /** A part of the file. */
    private static final class Part extends InputStream {
        private final FileChannel file;
        private final long end;
        private long at;

        Part(@Nullable FileChannel file, long from, long end) {
            this.file = Objects.requireNonNull(file);
            this.at = from;
            this.end = end;
        }

        long left() {
            return end - at;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (at == end) {
                return -1;
            }
            int count = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, end - at)), at);
            at += Math.max(count, 0);
            return count;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks HTTP/2 without TLS, frame by frame, so that a test may send what no server library would. */
final class FrameServer implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int REFUSED_STREAM = 7;
    static final int NO_ERROR = 0;

    /** Answers one request, whose body is not waited for. */
    interface Script {
        void answer(Answering to) throws IOException;
    }

    private final ServerSocket listener;
    private final List<Script> scripts;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();

    /** Answers the first request by the first script, and so on; the last answers all further ones. */
    FrameServer(Script... scripts) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.scripts = List.of(scripts);
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            in.readFully(new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length()]);
            frame(out, SETTINGS, 0, 0);
            while (true) {
                int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = new byte[length];
                in.readFully(payload);
                if (type == HEADERS) {
                    int number = requests.getAndIncrement();
                    scripts.get(Math.min(number, scripts.size() - 1)).answer(new Answering(out, stream));
                } else if ((type == SETTINGS || type == PING) && (flags & 1) == 0) {
                    frame(out, type, 1, 0, type == PING ? payload : new byte[0]);
                }
            }
        } catch (IOException e) {
            return; // the client is gone
        }
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte... payload)
            throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "frame-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Sends frames about one request. */
    record Answering(DataOutputStream out, int stream) {
        /** Sends a status that is in HPACK's static table: 200 at 8. */
        Answering ok() throws IOException {
            frame(out, HEADERS, END_HEADERS, stream, (byte) 0x88);
            return this;
        }

        /** Sends an interim 103, a literal that is not indexed, of the name at 8. */
        Answering interim() throws IOException {
            frame(out, HEADERS, END_HEADERS, stream, (byte) 0x08, (byte) 3, (byte) '1', (byte) '0', (byte) '3');
            return this;
        }

        Answering data(boolean last) throws IOException {
            frame(out, DATA, last ? END_STREAM : 0, stream, (byte) '7');
            return this;
        }

        Answering reset(int error) throws IOException {
            frame(out, RST_STREAM, 0, stream, new byte[] {0, 0, 0, (byte) error});
            return this;
        }

        /** Says that the connection ends, and that no stream was processed. */
        Answering goAway() throws IOException {
            frame(out, GOAWAY, 0, 0, new byte[8]);
            return this;
        }
    }
}

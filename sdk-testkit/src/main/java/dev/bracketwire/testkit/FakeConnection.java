// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An accepted socket under mockwebserver3's hands that can break off after any byte, notices when its client goes while an
 * answer is withheld, and knows when an answer has been sent.
 */
final class FakeConnection extends Socket {
    private final ConnectionAcceptor owner;
    private final int index;
    private final Socket plain;
    private final Socket socket;
    private final PushbackInputStream in;
    private final OutputStream out;
    private final RequestHead head = new RequestHead();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean answering = new AtomicBoolean();

    private @Nullable Answer planned;
    private boolean headIsAll;
    private long bytesLeft = Long.MAX_VALUE;
    private boolean stallThen;

    /** Takes the accepted socket, and the same socket with TLS around it where there is any. */
    FakeConnection(ConnectionAcceptor owner, int index, Socket plain, Socket socket) throws IOException {
        this.owner = owner;
        this.index = index;
        this.plain = plain;
        this.socket = socket;
        this.in = new PushbackInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    int index() {
        return index;
    }

    RequestHead head() {
        return head;
    }

    /** Keeps the answer that was chosen when only the head was read. */
    void plan(Answer answer) {
        planned = answer;
    }

    @Nullable
    Answer takePlanned() {
        Answer answer = planned;
        planned = null;
        return answer;
    }

    /** Notes that a request was read and an answer begins. */
    void beginAnswer() {
        head.clear();
        headIsAll = false;
        bytesLeft = Long.MAX_VALUE;
        if (answering.compareAndSet(false, true)) {
            owner.answerBegins();
        }
    }

    /** Notes that the next bytes are the answer's last, before its client can see them and send more elsewhere. */
    void endAnswer() {
        if (answering.compareAndSet(true, false)) {
            owner.answerEnds();
        }
    }

    void headIsAll() {
        headIsAll = true;
    }

    /** Lets that many more bytes out, then drops the connection or falls silent. */
    void breakAfter(long bytes, boolean stall) {
        bytesLeft = bytes;
        stallThen = stall;
    }

    /**
     * Waits that long; true if the client went, or the upstream was closed, before the time was over. A read is the one
     * wait that ends when the other side goes; a byte that comes instead keeps for its turn and ends the pause.
     */
    boolean pauseOrClientGoes(Duration pause) {
        try {
            socket.setSoTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, pause.toMillis())));
            try {
                int next = in.read();
                if (next >= 0) {
                    in.unread(next);
                }
                return next < 0;
            } finally {
                socket.setSoTimeout(0);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Waits until the client goes or the upstream is closed, whatever else the client sends. */
    void awaitClientGoes() {
        try {
            while (in.read() >= 0) {}
        } catch (IOException e) {
            // gone as well
        }
    }

    /** Closes without a TLS farewell, as a process that died would. */
    void drop() {
        try {
            plain.close();
        } catch (IOException e) {
            // closed is what it should be
        }
        closed();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a close must not wait for anyone
    public void close() throws IOException {
        try {
            socket.close();
        } finally {
            closed();
        }
    }

    private void closed() {
        endAnswer();
        if (open.compareAndSet(true, false)) {
            owner.left(this);
        }
    }

    @Override
    public boolean isClosed() {
        return !open.get();
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                owner.onThisThread(FakeConnection.this);
                endAnswer();
                try {
                    int count = in.read(bytes, offset, length);
                    if (count > 0) {
                        head.add(bytes, offset, count);
                    }
                    return count;
                } catch (IOException e) {
                    drop();
                    throw e;
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (headIsAll) {
                    endAnswer();
                }
                try {
                    int count = (int) Math.min(length, bytesLeft);
                    out.write(bytes, offset, count);
                    bytesLeft -= bytesLeft == Long.MAX_VALUE ? 0 : count;
                } catch (IOException e) {
                    drop();
                    throw e;
                }
                if (bytesLeft == 0) {
                    breakOff();
                }
            }
        };
    }

    private void breakOff() throws IOException {
        if (stallThen) {
            awaitClientGoes();
        }
        drop();
        throw new SocketException("broken off as the answer asked");
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.function.Consumer;

/**
 * How a command reaches the supervisor that runs: a socket in the state directory, which is for its user only. A request
 * is one line, its words parted by tabs; the answer is lines that begin with a blank, and then the exit code.
 */
final class Channel {
    private Channel() {}

    /** Answers a request. */
    interface Answers {
        int answer(List<String> words, Consumer<String> out);
    }

    private static UnixDomainSocketAddress address(Path state) {
        return UnixDomainSocketAddress.of(state.resolve("control"));
    }

    /** Answers until it is closed. The state directory is locked by now, so what is left there is nobody's. */
    static ServerSocketChannel serve(Path state, Answers answers) throws IOException {
        Files.deleteIfExists(state.resolve("control"));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address(state));
        daemon(() -> accept(server, answers));
        return server;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "services-control");
        thread.setDaemon(true);
        thread.start();
    }

    private static void accept(ServerSocketChannel server, Answers answers) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                daemon(() -> answer(client, answers));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void answer(SocketChannel client, Answers answers) {
        try (client;
                Scanner in = new Scanner(client, StandardCharsets.UTF_8)) {
            if (in.hasNextLine()) {
                int code = answers.answer(List.of(in.nextLine().split("\t", -1)), text -> say(client, text));
                print(client, Integer.toString(code));
            }
        } catch (IOException | GoneException e) {
            return; // nobody listens any more
        }
    }

    private static void say(SocketChannel client, String text) {
        for (String line : text.split("\n", -1)) {
            print(client, " " + line);
        }
    }

    private static void print(SocketChannel client, String line) {
        try {
            Channels.newOutputStream(client).write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new GoneException(e);
        }
    }

    /** The other end has hung up. */
    static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GoneException(IOException cause) {
            super(cause);
        }
    }

    /** Asks the supervisor that runs, and gives its exit code; 1 if none does. */
    static int ask(Path state, List<String> words, Consumer<String> out, Consumer<String> complaints) {
        try (SocketChannel channel = SocketChannel.open(address(state));
                Scanner answer = new Scanner(channel, StandardCharsets.UTF_8).useDelimiter("\n")) {
            print(channel, String.join("\t", words));
            String code = "";
            while (answer.hasNext()) {
                String line = answer.next();
                if (line.startsWith(" ")) {
                    out.accept(line.substring(1));
                } else {
                    code = line;
                }
            }
            return Integer.parseInt(code);
        } catch (IOException | GoneException | NumberFormatException e) {
            complaints.accept("no supervisor runs in " + state + "; begin one with: run FILE");
            return 1;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest server of HTTP that Perl's core can be. */
final class Servers {
    private static final String SERVER = """
            use IO::Socket::INET;
            my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], Listen => 16, ReuseAddr => 1) or die;
            open(my $m, ">", $ARGV[1]); close($m);
            while (my $c = $s->accept()) { my $l = <$c>; print $c "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n"; close($c); }
            """;

    private Servers() {}

    /** Makes one that listens on a port. */
    static Job job(Path folder, String name, int port, Path marks) throws IOException {
        Path script = folder.resolve("jobs").resolve(name);
        Path program = folder.resolve("server.pl");
        if (!Files.exists(program)) {
            Files.writeString(program, SERVER);
        }
        Shell.script(script, "exec perl " + program + " " + port + " " + marks.resolve(name));
        Files.writeString(script.resolveSibling(name + ".port"), Integer.toString(port));
        return new Job(name, script);
    }

    /** The first port from there on that nobody has. */
    static int free(int from) {
        int port = from;
        while (!isFree(port)) {
            port++;
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    static int port(Path file) {
        try {
            return Integer.parseInt(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

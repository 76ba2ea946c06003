// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A service for tests: {@code PORT MODE} answers every request in one way, and so do further pairs. */
final class HttpService {
    private HttpService() {}

    /** The command that runs it. */
    static String[] command(int port, String mode) {
        return command(List.of(port), mode);
    }

    private static String[] command(List<Integer> ports, String... modes) {
        List<String> command = new ArrayList<>(List.of(
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                HttpService.class.getName()));
        for (int i = 0; i < modes.length; i++) {
            command.add(Integer.toString(ports.get(i)));
            command.add(modes[i]);
        }
        return command.toArray(String[]::new);
    }

    static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }

    static ServiceSpec spec(String name, int port, String mode) {
        return spec(name, List.of(port), mode);
    }

    /** One that answers in a way of its own at each port. */
    static ServiceSpec spec(String name, List<Integer> ports, String... modes) {
        ServiceSpec spec = ServiceSpec.of(name, java(), command(ports, modes));
        for (int port : ports) {
            spec = spec.port(port);
        }
        return spec;
    }

    @SuppressWarnings("SystemOut") // a service prints
    public static void main(String[] args) throws IOException, InterruptedException {
        for (int i = 0; i < args.length; i += 2) {
            listen(Integer.parseInt(args[i]), args[i + 1]);
        }
        System.out.println("listening");
        Thread.currentThread().join();
    }

    /** Answers in this JVM until the socket is closed. */
    static ServerSocket listen(int port, String mode) throws IOException {
        String host = mode.equals("ipv6") ? "::1" : "127.0.0.1";
        ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName(host));
        daemon(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    daemon(() -> answer(socket, mode));
                }
            } catch (IOException e) {
                return; // the socket was closed
            }
        });
        return server;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private static void answer(Socket socket, String mode) {
        try (socket) {
            var out = socket.getOutputStream();
            switch (mode) {
                case "silent" -> socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                case "slow" -> {
                    for (byte next : "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII)) {
                        out.write(next);
                        out.flush();
                        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                    }
                }
                case "huge" -> {
                    head(socket, "200 OK", "Content-Length: 1000000000\r\n");
                    byte[] part = new byte[65_536];
                    for (int i = 0; i < 16_000; i++) {
                        out.write(part);
                    }
                }
                case "loop" -> head(socket, "302 Found", "Location: /health\r\nContent-Length: 0\r\n");
                case "error" -> head(socket, "503 Unavailable", "Content-Length: 0\r\n");
                default -> head(socket, "200 OK", "Content-Length: 0\r\n");
            }
        } catch (IOException e) {
            return; // the probe hung up
        }
    }

    private static void head(Socket socket, String status, String headers) throws IOException {
        socket.getInputStream().read(new byte[4096]);
        socket.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service for tests: {@code PORT MODE} answers every request in one way. */
final class HttpService {
    private HttpService() {}

    /** The command that runs it. */
    static String[] command(int port, String mode) {
        return new String[] {
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            HttpService.class.getName(),
            Integer.toString(port),
            mode
        };
    }

    static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }

    static ServiceSpec spec(String name, int port, String mode) {
        return ServiceSpec.of(name, java(), command(port, mode)).port(port);
    }

    @SuppressWarnings("SystemOut") // a service prints
    public static void main(String[] args) throws IOException, InterruptedException {
        String host = args[1].equals("ipv6") ? "::1" : "127.0.0.1";
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getByName(host))) {
            System.out.println("listening");
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answer(socket, args[1]));
                thread.setDaemon(true);
                thread.start();
            }
        }
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

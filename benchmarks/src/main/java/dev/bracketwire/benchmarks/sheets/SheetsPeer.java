// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs another client of Google Sheets in a process of its own, which obeys lines and ends each reply with "done". */
final class SheetsPeer implements AutoCloseable {
    /** The access token that the fake accepts. */
    static final String TOKEN = "bench-token";

    private static final Path PEERS = Path.of("benchmarks", "target", "peers");

    private final Process process;
    private final BufferedReader replies;
    private final BufferedWriter commands;

    /** Lists the clients. {@code benchmarks/run} installs them. */
    enum Program {
        GOOGLE_SPREADSHEET("google_spreadsheet", PEERS.resolve("google-spreadsheet/node_modules/google-spreadsheet")) {
            @Override
            List<String> command() {
                return List.of(
                        "node", PEERS.resolve("google-spreadsheet/main.mjs").toString());
            }
        },
        GOOGLE_CLIENT("google_client", PEERS.resolve("google-sheets.class-path")) {
            @Override
            List<String> command() throws IOException {
                return List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Files.readString(PEERS.resolve("google-sheets.class-path")),
                        Path.of("benchmarks", "peers", "google-sheets", "CheckIns.java")
                                .toString());
            }
        };

        final String label;
        final Path needed;

        Program(String label, Path needed) {
            this.label = label;
            this.needed = needed;
        }

        abstract List<String> command() throws IOException;
    }

    /** Makes a spreadsheet with a tab of so many players, of whom none is checked in. */
    static FakeSpreadsheet players(FakeSheets google, int count) {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(List.of("Name", "Riot ID", "Checked in"));
        for (int i = 1; i <= count; i++) {
            rows.add(List.of("Player " + i, "Player " + i + "#EUW", false));
        }
        FakeSpreadsheet file = google.spreadsheet("Spring Cup");
        file.tab("Players", rows);
        return file;
    }

    /** Starts a client that works on this spreadsheet. */
    SheetsPeer(Program program, FakeSheets google, String id) throws IOException {
        if (!Files.exists(program.needed)) {
            throw new IOException(program.needed + " is missing: run it by benchmarks/run");
        }
        ProcessBuilder builder = new ProcessBuilder(program.command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of("SHEETS_URL", google.uri().toString(), "SHEETS_ID", id, "SHEETS_TOKEN", TOKEN));
        process = builder.start();
        replies = process.inputReader(StandardCharsets.UTF_8);
        commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Returns the lines of the reply. */
    List<String> ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        List<String> lines = new ArrayList<>();
        for (String line = replies.readLine(); line != null; line = replies.readLine()) {
            if (line.equals("done")) {
                return lines;
            }
            lines.add(line);
        }
        throw new IOException("the client has ended");
    }

    @Override
    public void close() {
        process.destroy();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Makes replies of {@code values.get} as a tournament's sheet gives them: one column in ten is all different. */
final class SheetReplies {
    private static final int FIRST_DAY = 46_023;
    private static final String[] RANKS = {
        "Iron", "Bronze", "Silver", "Gold", "Platinum", "Emerald", "Diamond", "Master", "Grandmaster", "Challenger"
    };

    private SheetReplies() {}

    /** Returns a reply without blanks between its tokens. */
    static byte[] of(int rows, int columns, boolean formatted) {
        StringBuilder json =
                new StringBuilder("{\"range\":\"Players!A1:ZZ20000\",\"majorDimension\":\"ROWS\",\"values\":[");
        for (int i = 0; i < rows; i++) {
            json.append(i == 0 ? "[" : ",[");
            for (int j = 0; j < columns; j++) {
                json.append(j == 0 ? "" : ",").append(cell(i, j, formatted));
            }
            json.append(']');
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(int row, int column, boolean formatted) {
        int mixed = (row * 7919 + column * 104_729) & 0xFFFF;
        return switch (column % 10) {
            case 0 -> text("Player " + row + "-" + column + "#EUW");
            case 1 -> text(RANKS[mixed % RANKS.length]);
            case 2 -> formatted ? text(mixed % 2 == 0 ? "TRUE" : "FALSE") : String.valueOf(mixed % 2 == 0);
            case 3 -> formatted ? text(String.valueOf(mixed % 100)) : String.valueOf(mixed % 100);
            case 4 -> text("Team " + mixed % 200);
            case 5 ->
                formatted
                        ? text(LocalDate.of(2026, 1, 1).plusDays(mixed % 365).toString())
                        : String.valueOf(FIRST_DAY + mixed % 365);
            case 6 -> text("");
            case 7 -> text("Role " + mixed % 5);
            case 8 -> formatted ? text(String.valueOf(mixed % 1000 / 4.0)) : String.valueOf(mixed % 1000 / 4.0);
            default -> text("Region " + mixed % 11);
        };
    }

    private static String text(String value) {
        return '"' + value + '"';
    }
}

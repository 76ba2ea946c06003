// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ColumnRole.Content;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts the forms of the cells of one column below the header, and judges which role that content fits. */
final class ContentEvidence {
    private static final int SAMPLES = 100;
    private static final Set<CellKind> NO_NAME = Set.of(
            CellKind.FLAG,
            CellKind.YES_NO,
            CellKind.NUMBER,
            CellKind.PRONOUNS,
            CellKind.EMAIL,
            CellKind.DATE,
            CellKind.ADDRESS);

    private final Map<CellKind, Integer> kinds = new EnumMap<>(CellKind.class);
    private final Set<String> distinct = new HashSet<>();
    private int samples;
    private int filled;
    private int flags;
    private int formulas;
    private int checkboxes;

    /** A verdict on a column: how much it changes the score, and the reason; an empty reason if it says nothing. */
    record Verdict(double change, String reason) {}

    /** Counts the cells of each column of the area, from its first column on. */
    static ContentEvidence[] of(TabImage image, TableArea area) {
        ContentEvidence[] all = new ContentEvidence[Math.max(0, area.endColumn() - area.startColumn())];
        for (int i = 0; i < all.length; i++) {
            all[i] = new ContentEvidence();
        }
        int end = Math.min(
                area.endRow(),
                Math.max(image.values().rowCount(), image.checkboxes().size()));
        for (int row = area.firstRow(); row < end; row++) {
            for (int i = 0; i < all.length; i++) {
                all[i].add(image, row, area.startColumn() + i);
            }
        }
        return all;
    }

    private void add(TabImage image, int row, int column) {
        Cell cell = image.values().cell(row, column);
        if (image.isCheckbox(row, column)) {
            checkboxes++;
        }
        if (cell.isEmpty()) {
            return;
        }
        filled++;
        if (cell instanceof Cell.Flag) {
            flags++;
        }
        if (image.isFormula(row, column)) {
            formulas++;
        }
        if (samples < SAMPLES) {
            CellKind kind = CellKind.of(cell);
            if (kind != CellKind.EMPTY && kind != CellKind.ERROR) {
                samples++;
                kinds.merge(kind, 1, Integer::sum);
                distinct.add(cell.text());
            }
        }
    }

    /** Whether a cell holds anything. */
    boolean isFilled() {
        return filled > 0 || checkboxes > 0;
    }

    /** Whether formulas fill at least half of the cells that hold anything. */
    boolean isComputed() {
        return formulas > 0 && formulas * 2 >= filled;
    }

    /** Whether its cells are checkboxes, or at least half of them TRUE or FALSE. */
    boolean isCheckbox() {
        return (checkboxes > 0 && checkboxes * 2 >= filled) || (flags > 0 && flags * 2 >= filled);
    }

    /** Whether the cells alone make a role likely: at least three, nearly all of its kind and all different. */
    boolean isStrong(Content content) {
        boolean named = switch (content) {
            case DISCORD -> share(CellKind.SNOWFLAKE) >= 0.9;
            case RIOT_ID -> share(CellKind.RIOT_ID, CellKind.NUMBERED_NAME) >= 0.9;
            case EMAIL -> share(CellKind.EMAIL) >= 0.9;
            default -> false;
        };
        return samples >= 3
                && (named
                        ? distinct.size() == samples
                        : content == Content.PRONOUNS && share(CellKind.PRONOUNS) >= 0.9);
    }

    /** Judges whether the cells fit a role. */
    Verdict verdict(Content content) {
        if (samples == 0) {
            return checkboxes > 0 && content != Content.FLAG && content != Content.ANY
                    ? new Verdict(-0.5, "its cells are checkboxes")
                    : new Verdict(0, "");
        }
        return switch (content) {
            case ANY -> new Verdict(0, "");
            case FLAG -> flag();
            case NUMBER -> expects("numbers", CellKind.NUMBER, CellKind.SNOWFLAKE);
            case DATE -> expects("dates", CellKind.NUMBER, CellKind.DATE);
            case EMAIL -> expects("e-mail addresses", CellKind.EMAIL);
            case PRONOUNS -> pronouns();
            case DISCORD -> discord();
            case RIOT_ID -> riot();
        };
    }

    private Verdict flag() {
        double fits = share(CellKind.FLAG, CellKind.YES_NO);
        if (fits < 0.5) {
            return new Verdict(-0.5, "its cells are not TRUE or FALSE");
        }
        return new Verdict(fits >= 0.8 ? 0.02 : -0.1, "its cells are TRUE or FALSE");
    }

    private Verdict expects(String what, CellKind... fitting) {
        return share(fitting) < 0.5
                ? new Verdict(-0.5, "its cells are not " + what)
                : new Verdict(0.02, "its cells are " + what);
    }

    private Verdict pronouns() {
        double fits = share(CellKind.PRONOUNS);
        if (fits >= 0.5) {
            return new Verdict(0.02, "its cells are pronouns");
        }
        if (noName() - fits > 0.5 || share(CellKind.RIOT_ID, CellKind.SNOWFLAKE, CellKind.NUMBERED_NAME) > 0.5) {
            return new Verdict(-0.5, "its cells are not pronouns");
        }
        return fits >= 0.1 || samples < 3
                ? new Verdict(-0.1, "")
                : new Verdict(-0.3, "its cells do not look like pronouns");
    }

    private Verdict discord() {
        if (noName() > 0.5) {
            return new Verdict(-0.5, "its cells are not Discord names");
        }
        if (share(CellKind.RIOT_ID) > 0.5) {
            return new Verdict(-0.3, "its cells look like Riot IDs");
        }
        return share(CellKind.SNOWFLAKE, CellKind.NUMBERED_NAME, CellKind.HANDLE) >= 0.5
                ? new Verdict(0.02, "its cells look like Discord names or ids")
                : new Verdict(-0.02, "");
    }

    private Verdict riot() {
        if (noName() + share(CellKind.SNOWFLAKE) > 0.5) {
            return new Verdict(-0.5, "its cells are not names of players");
        }
        return share(CellKind.RIOT_ID, CellKind.NUMBERED_NAME) >= 0.5
                ? new Verdict(0.02, "its cells look like Riot IDs")
                : new Verdict(-0.12, "its cells are names without a tag");
    }

    private double noName() {
        return share(NO_NAME.toArray(CellKind[]::new));
    }

    private double share(CellKind... some) {
        int sum = 0;
        for (CellKind kind : some) {
            sum += kinds.getOrDefault(kind, 0);
        }
        return samples == 0 ? 0 : (double) sum / samples;
    }
}

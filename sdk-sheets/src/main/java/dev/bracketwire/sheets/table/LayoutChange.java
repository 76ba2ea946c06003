// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Change;
import dev.bracketwire.exchange.Column;
import dev.bracketwire.sheets.CellBounds;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of the structure of a {@link SheetTable}. Prints as a sentence, such as
 * {@code Players: marks column C "Riot ID" as ign}.
 *
 * @param tab the title of the tab
 * @param kind one of the constants of this type
 * @param name the name of the column, as in {@link LayoutColumn#name()}; empty for a tab
 * @param header the header that the column has or gets; empty for a tab
 * @param column the place of the column, 0 for A; 0 for a tab
 * @param content the content of a column that is added; null otherwise
 * @param rows the number of rows that are prepared in a new tab; 0 otherwise
 * @param note the reason for leaving something as it is; empty otherwise
 */
public record LayoutChange(
        String tab,
        String kind,
        String name,
        String header,
        int column,
        Column.@Nullable Kind content,
        int rows,
        String note)
        implements Change {
    /** Marks a column by developer metadata. */
    public static final String PIN = "pin";

    /** Takes the mark off a column. */
    public static final String UNPIN = "unpin";

    /** Adds a column. */
    public static final String ADD = "add";

    /** Removes a column that holds nothing. */
    public static final String REMOVE = "remove";

    /** Makes a tab. */
    public static final String CREATE = "create";

    /** Deletes a tab that holds nothing. */
    public static final String DELETE = "delete";

    /** Leaves a column or a tab, because it holds something by now. */
    public static final String KEEP = "keep";

    /** Refuses nulls. */
    public LayoutChange {
        Objects.requireNonNull(tab, "tab");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(note, "note");
    }

    /** Returns the letters of the column, such as {@code AB}. */
    public String letters() {
        return CellBounds.columnLetters(column);
    }

    /** Returns the change as a sentence. */
    @Override
    public String toString() {
        String place = "column " + letters() + (header.isEmpty() ? "" : " \"" + SheetProblem.shown(header) + '"');
        String sentence = switch (kind) {
            case PIN -> "marks " + place + " as " + SheetProblem.shown(name);
            case UNPIN -> "takes the mark " + SheetProblem.shown(name) + " off " + place;
            case ADD -> "adds " + place + contents();
            case REMOVE -> "removes the empty " + place;
            case CREATE -> "makes the tab with a header and " + rows + (rows == 1 ? " row" : " rows");
            case DELETE -> "deletes the tab, which holds nothing but its header";
            default -> "leaves " + (name.isEmpty() ? "the tab" : place) + ": " + note;
        };
        return SheetProblem.shown(tab) + ": " + sentence;
    }

    private String contents() {
        if (content == null) {
            return "";
        }
        return switch (content) {
            case TRUTH -> " of checkboxes";
            case WHOLE -> " of whole numbers";
            case DECIMAL -> " of numbers";
            case DATE -> " of dates";
            case INSTANT -> " of dates and times";
            default -> " of " + content.name().toLowerCase(Locale.ROOT);
        };
    }
}

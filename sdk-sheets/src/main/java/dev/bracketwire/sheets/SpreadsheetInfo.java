// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.sheets.internal.ChangeTargets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a spreadsheet: its tabs and names, without any cell. See {@link Spreadsheet#info()}.
 *
 * @param title the title
 * @param locale the locale that formats follow, such as {@code en_US}
 * @param timeZone the zone that dates and times are in; null if this Java does not know it
 * @param tabs the tabs, from left to right
 * @param namedRanges the named ranges
 */
public record SpreadsheetInfo(
        String title, String locale, @Nullable ZoneId timeZone, List<SheetTab> tabs, List<NamedCells> namedRanges) {
    /** Copies the lists. */
    public SpreadsheetInfo {
        tabs = List.copyOf(tabs);
        namedRanges = List.copyOf(namedRanges);
    }

    /**
     * Returns the tab of this title. Case matters only if two tabs differ by nothing else.
     *
     * @throws NotFoundException if there is none; the message lists the titles that there are
     */
    public SheetTab tab(String wanted) {
        return findTab(wanted)
                .orElseThrow(() -> ChangeTargets.noTab(
                        wanted, tabs.stream().map(SheetTab::title).toList()));
    }

    /** Returns the tab of this title, if there is one. Case matters only if two tabs differ by nothing else. */
    public Optional<SheetTab> findTab(String wanted) {
        return ChangeTargets.match(tabs, SheetTab::title, wanted);
    }

    /**
     * Returns the tab of this number, the {@code gid} of its address in a browser.
     *
     * @throws NotFoundException if there is none
     */
    public SheetTab tab(int sheetId) {
        return tabs.stream()
                .filter(tab -> tab.sheetId() == sheetId)
                .findFirst()
                .orElseThrow(() -> new NotFoundException(
                        Where.of("google-sheets", "tab"), "the spreadsheet has no tab of the number " + sheetId));
    }

    /**
     * A named range.
     *
     * @param id the number that Google gives it
     * @param name the name
     * @param range its cells; null if they were deleted
     */
    public record NamedCells(
            String id, String name, @Nullable GridRange range) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Holds one spreadsheet. A request changes a copy, which takes the place of the original if all of it succeeded. */
final class FakeDocument {
    static final int MOST_CELLS = 10_000_000;

    /** The maker of the spreadsheet; the edits of tests are made in this name. */
    static final String OWNER = "owner@example.org";

    private final String id;
    private final Instant created;
    private final List<FakeGridSheet> sheets = new ArrayList<>();
    private final List<FakeMetadata> metadata = new ArrayList<>();
    private final Map<String, FakeAccess> access = new HashMap<>();
    private ObjectNode properties;
    private long version = 1;
    private Instant modified;

    FakeDocument(String id, ObjectNode properties, Instant created) {
        this.id = id;
        this.properties = properties;
        this.created = created;
        this.modified = created;
    }

    FakeDocument copy() {
        FakeDocument copy = new FakeDocument(id, properties, created);
        sheets.forEach(sheet -> copy.sheets.add(sheet.copy(sheet.id(), sheet.title())));
        copy.metadata.addAll(metadata);
        copy.access.putAll(access);
        copy.version = version;
        copy.modified = modified;
        return copy;
    }

    String id() {
        return id;
    }

    Instant created() {
        return created;
    }

    Instant modified() {
        return modified;
    }

    long version() {
        return version;
    }

    /** Notes that this copy takes the place of the original. */
    void changed(Instant now) {
        version++;
        modified = now;
    }

    ObjectNode properties() {
        return properties;
    }

    void properties(ObjectNode json) {
        properties = json;
    }

    String title() {
        return properties.path("title").asText();
    }

    List<FakeGridSheet> sheets() {
        return sheets;
    }

    List<FakeMetadata> metadata() {
        return metadata;
    }

    Map<String, FakeAccess> access() {
        return access;
    }

    FakeAccess accessOf(String user) {
        return access.getOrDefault(user, access.getOrDefault("*", FakeAccess.WRITE));
    }

    @Nullable
    FakeGridSheet find(int sheetId) {
        return sheets.stream()
                .filter(sheet -> sheet.id() == sheetId)
                .findFirst()
                .orElse(null);
    }

    @Nullable
    FakeGridSheet find(String title) {
        return sheets.stream()
                .filter(sheet -> sheet.title().equalsIgnoreCase(title))
                .findFirst()
                .orElse(null);
    }

    FakeGridSheet sheet(int sheetId) {
        FakeGridSheet found = find(sheetId);
        if (found == null) {
            throw FakeGoogleError.invalid("No grid with id: " + sheetId);
        }
        return found;
    }

    /** Finds an area by its id, wherever it lies. */
    FakeArea area(FakeArea.Kind kind, String areaId, String missing) {
        for (FakeGridSheet sheet : sheets) {
            for (FakeArea area : sheet.areas(kind)) {
                if (area.id().equals(areaId)) {
                    return area;
                }
            }
        }
        throw FakeGoogleError.invalid(missing + areaId);
    }

    @Nullable
    FakeArea named(String name) {
        for (FakeGridSheet sheet : sheets) {
            for (FakeArea area : sheet.areas(FakeArea.Kind.NAMED)) {
                if (area.name().equalsIgnoreCase(name)) {
                    return area;
                }
            }
        }
        return null;
    }

    /** Inserts, deletes or moves rows or columns, with all that stands on them and all that points to them. */
    void shift(FakeGridSheet sheet, FakeShift shift) {
        sheet.shift(shift);
        List<FakeMetadata> old = List.copyOf(metadata);
        metadata.clear();
        for (FakeMetadata entry : old) {
            FakeMetadata moved = entry.shifted(sheet.id(), shift);
            if (moved != null) {
                metadata.add(moved);
            }
        }
        FakeFormulaShift.apply(this, sheet, shift);
        refuseTooManyCells();
    }

    void refuseTooManyCells() {
        long cells = 0;
        for (FakeGridSheet sheet : sheets) {
            cells += (long) sheet.grid().rowCount() * sheet.grid().columnCount();
        }
        if (cells > MOST_CELLS) {
            throw FakeGoogleError.invalid("This action would increase the number of cells in the workbook above the"
                    + " limit of " + MOST_CELLS + " cells.");
        }
    }

    /** Makes an id that no tab, area or metadata has. */
    int freshId() {
        while (true) {
            int candidate = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
            String text = Integer.toString(candidate);
            if (find(candidate) == null
                    && metadata.stream().noneMatch(entry -> entry.id() == candidate)
                    && sheets.stream()
                            .flatMap(sheet -> sheet.areas().stream())
                            .noneMatch(area -> area.id().equals(text))) {
                return candidate;
            }
        }
    }
}

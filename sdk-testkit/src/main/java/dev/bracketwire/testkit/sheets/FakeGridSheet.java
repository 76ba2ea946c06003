// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds one tab: its cells, the areas that cover them, and its properties. Its order is that of the document's list. */
final class FakeGridSheet {
    private static final String GRID = "gridProperties";

    private final int id;
    private final FakeGrid grid;
    private final List<FakeArea> areas = new ArrayList<>();
    private final TreeMap<Integer, ObjectNode> rowProperties = new TreeMap<>();
    private final TreeMap<Integer, ObjectNode> columnProperties = new TreeMap<>();
    private String title;
    private ObjectNode more;

    FakeGridSheet(int id, String title, FakeGrid grid, ObjectNode more) {
        this.id = id;
        this.title = title;
        this.grid = grid;
        this.more = more;
    }

    FakeGridSheet copy(int newId, String newTitle) {
        FakeGridSheet copy = new FakeGridSheet(newId, newTitle, grid.copy(), more);
        for (FakeArea area : areas) {
            FakeRange at = area.range();
            copy.areas.add(
                    area.with(new FakeRange(newId, at.startRow(), at.endRow(), at.startColumn(), at.endColumn())));
        }
        copy.rowProperties.putAll(rowProperties);
        copy.columnProperties.putAll(columnProperties);
        return copy;
    }

    int id() {
        return id;
    }

    String title() {
        return title;
    }

    FakeGrid grid() {
        return grid;
    }

    List<FakeArea> areas() {
        return areas;
    }

    List<FakeArea> areas(FakeArea.Kind kind) {
        return areas.stream().filter(area -> area.kind() == kind).toList();
    }

    boolean isHidden() {
        return more.path("hidden").asBoolean();
    }

    void rename(String newTitle) {
        title = newTitle;
    }

    /** Sets Google's SheetProperties beside id, title and size. */
    void properties(JsonNode json) {
        ObjectNode changed = json.deepCopy();
        changed.remove(List.of("sheetId", "title", "index", "sheetType"));
        if (changed.path(GRID) instanceof ObjectNode gridProperties) {
            gridProperties.remove(List.of("rowCount", "columnCount"));
            gridProperties
                    .properties()
                    .removeIf(field ->
                            field.getValue().asInt() == 0 && !field.getValue().asBoolean());
        }
        if (!changed.path("hidden").asBoolean()) {
            changed.remove("hidden");
        }
        more = changed;
    }

    /** Writes its SheetProperties. */
    ObjectNode properties(int index) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("sheetId", id)
                .put("title", title)
                .put("index", index)
                .put("sheetType", "GRID");
        ObjectNode size = json.putObject(GRID).put("rowCount", grid.rowCount()).put("columnCount", grid.columnCount());
        more.properties().forEach(field -> {
            if (field.getKey().equals(GRID)) {
                size.setAll((ObjectNode) field.getValue());
            } else {
                json.set(field.getKey(), field.getValue());
            }
        });
        return json;
    }

    /** Sets the properties of rows or columns, such as a width, or that they are hidden. */
    void dimension(boolean rows, int from, int to, JsonNode json, FakeMask mask) {
        for (int i = from; i < to; i++) {
            ObjectNode changed = dimension(rows, i);
            mask.copy(json, changed);
            (rows ? rowProperties : columnProperties).put(i, changed);
        }
    }

    ObjectNode dimension(boolean rows, int index) {
        ObjectNode found = (rows ? rowProperties : columnProperties).get(index);
        return found != null
                ? found.deepCopy()
                : JsonNodeFactory.instance.objectNode().put("pixelSize", rows ? 21 : 100);
    }

    /** Moves everything that stands on rows or columns. */
    void shift(FakeShift shift) {
        grid.shift(shift);
        List<FakeArea> old = List.copyOf(areas);
        areas.clear();
        for (FakeArea area : old) {
            FakeRange moved = area.range().shifted(shift);
            if (moved != null) {
                areas.add(FakeTables.shifted(area, moved, shift));
            }
        }
        TreeMap<Integer, ObjectNode> properties = shift.rows() ? rowProperties : columnProperties;
        TreeMap<Integer, ObjectNode> before = new TreeMap<>(properties);
        properties.clear();
        before.forEach((index, json) -> {
            if (shift.index(index) >= 0) {
                properties.put(shift.index(index), json);
            }
        });
    }

    /** Gives the protection that forbids this user to write in the box; null if there is none. */
    @Nullable
    FakeArea protectionOf(FakeBox box, String user) {
        for (FakeArea area : areas) {
            if (area.isProtection()
                    && !area.isEditableBy(user)
                    && area.range().box(grid).intersects(box)) {
                boolean excepted = false;
                for (JsonNode free : area.more().path("unprotectedRanges")) {
                    FakeBox open = FakeRange.of(free).box(grid);
                    excepted |=
                            open.contains(box.top(), box.left()) && open.contains(box.bottom() - 1, box.right() - 1);
                }
                if (!excepted) {
                    return area;
                }
            }
        }
        return null;
    }

    /** Adds the lists of the areas that cover its cells, as a sheet's JSON holds them. */
    void writeAreas(ObjectNode json, String user) {
        for (FakeArea area : areas) {
            if (area.kind() == FakeArea.Kind.FILTER) {
                json.set("basicFilter", area.json(user));
            } else if (area.kind() != FakeArea.Kind.NAMED) {
                ArrayNode list = json.withArray(area.kind().list());
                list.add(area.kind() == FakeArea.Kind.TABLE ? FakeTables.json(area, grid, user) : area.json(user));
            }
        }
    }
}

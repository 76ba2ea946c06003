// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the requests about developer metadata. */
final class FakeMetadataRequests {
    private static final String FIELD = "developerMetadata";

    private FakeMetadataRequests() {}

    static @Nullable ObjectNode apply(String name, JsonNode request, FakeEdit edit) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        switch (name) {
            case "createDeveloperMetadata" -> {
                JsonNode json = request.path(FIELD);
                int id = json.path("metadataId").asInt(0);
                if (edit.document().metadata().stream().anyMatch(entry -> entry.id() == id)) {
                    throw FakeGoogleError.invalid("Metadata with ID " + id + " already exists.");
                }
                FakeMetadata entry = FakeMetadata.of(id == 0 ? edit.document().freshId() : id, json);
                refuseOutside(edit, entry);
                edit.document().metadata().add(entry);
                reply.set(FIELD, entry.json());
            }
            case "updateDeveloperMetadata" -> {
                FakeMask mask = FakeEdit.mask(request);
                ArrayNode changed = reply.putArray(FIELD);
                for (FakeMetadata entry : matched(request.path("dataFilters"), edit)) {
                    ObjectNode json = entry.json();
                    mask.copy(request.path(FIELD), json);
                    FakeMetadata updated = FakeMetadata.of(entry.id(), json);
                    refuseOutside(edit, updated);
                    List<FakeMetadata> all = edit.document().metadata();
                    all.set(all.indexOf(entry), updated);
                    changed.add(updated.json());
                }
            }
            case "deleteDeveloperMetadata" -> {
                ArrayNode deleted = reply.putArray("deletedDeveloperMetadata");
                for (FakeMetadata entry : FakeDataFilters.metadata(edit.document(), request.path("dataFilter"))) {
                    edit.document().metadata().remove(entry);
                    deleted.add(entry.json());
                }
            }
            default -> {
                return null;
            }
        }
        reply.properties().removeIf(field -> field.getValue().isEmpty());
        return reply;
    }

    private static List<FakeMetadata> matched(JsonNode filters, FakeEdit edit) {
        List<FakeMetadata> matched = new ArrayList<>();
        for (JsonNode filter : filters) {
            for (FakeMetadata entry : FakeDataFilters.metadata(edit.document(), filter)) {
                if (!matched.contains(entry)) {
                    matched.add(entry);
                }
            }
        }
        return matched;
    }

    private static void refuseOutside(FakeEdit edit, FakeMetadata entry) {
        if (entry.locationType().equals("SPREADSHEET")) {
            return;
        }
        FakeGrid grid = edit.document().sheet(entry.sheetId()).grid();
        int size = entry.locationType().equals("ROW") ? grid.rowCount() : grid.columnCount();
        if (entry.index() >= size) {
            throw FakeGoogleError.invalid("developerMetadata.location.dimensionRange is beyond the grid.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Describes something that covers a range and moves with its cells: a named or protected range, a table, merged cells, a
 * filter, a conditional format.
 *
 * @param id the id in Google's form, "" for an area without one
 * @param more its other fields; never changed
 */
record FakeArea(Kind kind, String id, FakeRange range, ObjectNode more) {
    /** Lists the kinds, with the names of the list and of the id in Google's JSON. */
    enum Kind {
        NAMED("namedRanges", "namedRangeId"),
        PROTECTED("protectedRanges", "protectedRangeId"),
        TABLE("tables", "tableId"),
        MERGE("merges", ""),
        FILTER("basicFilter", ""),
        CONDITIONAL("conditionalFormats", ""),
        BANDING("bandedRanges", "bandedRangeId");

        private final String list;
        private final String idField;

        Kind(String list, String idField) {
            this.list = list;
            this.idField = idField;
        }

        String list() {
            return list;
        }

        String idField() {
            return idField;
        }
    }

    FakeArea with(FakeRange moved) {
        return new FakeArea(kind, id, moved, more);
    }

    boolean isProtection() {
        return kind == Kind.PROTECTED && !more.path("warningOnly").asBoolean();
    }

    /** Whether this user may write here although it is protected. */
    boolean isEditableBy(String user) {
        if (user.equals(FakeDocument.OWNER)) {
            return true;
        }
        for (JsonNode editor : more.path("editors").path("users")) {
            if (editor.asText().equals(user)) {
                return true;
            }
        }
        return more.path("warningOnly").asBoolean();
    }

    String name() {
        return more.path("name").asText();
    }

    boolean hasFooter() {
        return more.path("rowsProperties").has("footerColorStyle");
    }

    /** Writes it as Google shows it to this user. */
    ObjectNode json(String user) {
        if (kind == Kind.MERGE) {
            return range.json();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (kind == Kind.PROTECTED || kind == Kind.BANDING) {
            json.put(kind.idField(), Integer.parseInt(id));
        } else if (!id.isEmpty()) {
            json.put(kind.idField(), id);
        }
        if (kind == Kind.CONDITIONAL) {
            json.putArray("ranges").add(range.json());
            return json.setAll(more);
        }
        if (kind == Kind.NAMED || kind == Kind.TABLE) {
            json.put("name", name());
        }
        json.set("range", range.json());
        more.properties().forEach(field -> {
            if (!json.has(field.getKey())) {
                json.set(field.getKey(), field.getValue());
            }
        });
        if (kind == Kind.PROTECTED && isEditableBy(user)) {
            json.put("requestingUserCanEdit", true);
        } else if (kind == Kind.PROTECTED) {
            json.remove("editors");
        }
        return json;
    }
}

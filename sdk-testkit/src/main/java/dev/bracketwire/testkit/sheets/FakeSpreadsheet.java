// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows one spreadsheet of a {@link FakeSheets} to a test, and lets it act as its owner. */
public final class FakeSpreadsheet {
    private final FakeLibrary library;
    private final String id;

    FakeSpreadsheet(FakeLibrary library, String id) {
        this.library = library;
        this.id = id;
    }

    /** Gives the id that clients use. */
    public String id() {
        return id;
    }

    /** Gives the title. */
    public String title() {
        return document().title();
    }

    /** Gives Drive's version, which rises with each change. */
    public long version() {
        return document().version();
    }

    /** Adds an empty tab of 1000 rows and 26 columns. */
    public FakeTab tab(String title) {
        return tab(title, List.of());
    }

    /**
     * Adds a tab with these rows: String, Number, Boolean, or null for an empty cell. A String is kept as it is. The empty
     * tab that the spreadsheet began with goes.
     */
    public FakeTab tab(String title, List<? extends List<? extends @Nullable Object>> rows) {
        int added = change(edit -> {
            FakeDocument document = edit.document();
            FakeGridSheet first = document.sheets().get(0);
            boolean untouched = document.version() == 1 && first.title().equals("Sheet1");
            ObjectNode properties = JsonNodeFactory.instance.objectNode().put("title", title);
            if (untouched) {
                document.sheets().clear();
                properties.put("sheetId", 0);
            }
            FakeGridSheet sheet = FakeSheetRequests.add(document, properties);
            for (int row = 0; row < rows.size(); row++) {
                FakeTab.writeRow(edit, sheet, row, rows.get(row));
            }
            return sheet.id();
        });
        return new FakeTab(this, added);
    }

    /**
     * Finds a tab by its title.
     *
     * @throws IllegalArgumentException if there is none
     */
    public FakeTab find(String title) {
        FakeGridSheet sheet = document().find(title);
        if (sheet == null) {
            throw new IllegalArgumentException("no tab \"" + title + "\", only " + titles());
        }
        return new FakeTab(this, sheet.id());
    }

    /** Lists the titles of the tabs in order. */
    public List<String> titles() {
        return document().sheets().stream().map(FakeGridSheet::title).toList();
    }

    /** Names a range such as {@code Players!A1:B9}. */
    public void nameRange(String name, String range) {
        request("addNamedRange", (edit, json) -> {
            ObjectNode named = json.putObject("namedRange").put("name", name);
            named.set("range", edit.find(range).range().json());
        });
    }

    /** Gives a user, or "*" for all others, these rights; everyone may write at first. */
    public void allow(String user, FakeAccess access) {
        change(edit -> edit.document().access().put(user, access));
    }

    /** Shows title and tabs. */
    @Override
    public String toString() {
        return "FakeSpreadsheet(" + title() + ", " + titles() + ")";
    }

    FakeDocument document() {
        synchronized (library) {
            return library.open(id, FakeDocument.OWNER, false);
        }
    }

    /** Changes the spreadsheet as its owner; a refusal of Google's rules is an IllegalArgumentException. */
    <T extends @Nullable Object> T change(Change<T> change) {
        synchronized (library) {
            try {
                return library.change(id, FakeDocument.OWNER, change::make);
            } catch (FakeGoogleError e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    /** Runs one request of {@code batchUpdate} as the owner. */
    void request(String name, Fill fill) {
        change(edit -> {
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            fill.fill(edit, request.putObject(name));
            return FakeStructure.apply(JsonNodeFactory.instance.arrayNode().add(request), edit);
        });
    }

    /** Makes a change and gives the result that the caller asks for. */
    interface Change<T extends @Nullable Object> {
        T make(FakeEdit edit);
    }

    /** Writes the fields of a request. */
    interface Fill {
        void fill(FakeEdit edit, ObjectNode json);
    }
}

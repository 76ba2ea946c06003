// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers the few methods of Drive v3 that clients of Sheets call. */
final class FakeDrive {
    static final String TYPE = "application/vnd.google-apps.spreadsheet";

    private static final Pattern NAMED = Pattern.compile("name\\s*(=|contains)\\s*([\"'])((?:\\\\.|(?!\\2).)*)\\2");
    private static final Pattern TYPED = Pattern.compile("mimeType\\s*=\\s*[\"']([^\"']*)[\"']");

    private final FakeLibrary library;

    FakeDrive(FakeLibrary library) {
        this.library = library;
    }

    static FakeGoogleError storageFull() {
        return FakeGoogleError.legacy(
                403, "usageLimits", "storageQuotaExceeded", "The user's Drive storage quota has been exceeded.");
    }

    static FakeGoogleError disabled() {
        String url = "https://console.developers.google.com/apis/api/drive.googleapis.com/overview?project="
                + FakeTokens.PROJECT;
        return FakeGoogleError.legacy(
                403,
                "usageLimits",
                "accessNotConfigured",
                "Google Drive API has not been used in project " + FakeTokens.PROJECT
                        + " before or it is disabled. Enable it by visiting " + url
                        + " then retry. If you enabled this API recently, wait a few minutes for the action to"
                        + " propagate to our systems and retry.",
                "extendedHelp",
                "https://console.developers.google.com");
    }

    ObjectNode get(String id, String user, @Nullable String fields) {
        ObjectNode json = json(open(id, user));
        return (ObjectNode) FakeMask.parse(fields == null ? "kind,id,name,mimeType" : fields)
                .select(json);
    }

    ObjectNode list(@Nullable String query, String user, @Nullable String fields) {
        String text = query == null ? "" : query;
        Matcher named = NAMED.matcher(text);
        String name = named.find() ? named.group(3).replaceAll("\\\\(.)", "$1") : null;
        boolean exact = name != null && named.group(1).equals("=");
        Matcher typed = TYPED.matcher(text);
        boolean ofType = !typed.find() || typed.group(1).equals(TYPE);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "drive#fileList")
                .put("incompleteSearch", false);
        ArrayNode files = json.putArray("files");
        for (FakeDocument document : library.documents().values()) {
            boolean fits = name == null
                    || (exact
                            ? document.title().equals(name)
                            : document.title().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
            if (ofType && fits && document.accessOf(user) != FakeAccess.NONE) {
                files.add(json(document));
            }
        }
        return (ObjectNode)
                FakeMask.parse(fields == null ? "kind,incompleteSearch,files(kind,id,name,mimeType)" : fields)
                        .select(json);
    }

    ObjectNode create(JsonNode body, @Nullable String fields) {
        FakeDocument made = library.create(
                body.path("name").asText("Untitled"), MissingNode.getInstance(), MissingNode.getInstance());
        return get(made.id(), FakeDocument.OWNER, fields);
    }

    void delete(String id, String user) {
        open(id, user);
        library.documents().remove(id);
    }

    private FakeDocument open(String id, String user) {
        FakeDocument document = library.documents().get(id);
        if (document == null || document.accessOf(user) == FakeAccess.NONE) {
            throw FakeGoogleError.legacy(
                    404,
                    "global",
                    "notFound",
                    "File not found: " + id + ".",
                    "locationType",
                    "parameter",
                    "location",
                    "fileId");
        }
        return document;
    }

    private static ObjectNode json(FakeDocument document) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "drive#file")
                .put("id", document.id())
                .put("name", document.title())
                .put("mimeType", TYPE)
                .put("version", Long.toString(document.version()))
                .put("createdTime", document.created().toString())
                .put("modifiedTime", document.modified().toString())
                .put("trashed", false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

/** Names the rights that a client asks Google for. */
public enum GoogleScope {
    /** Reads and writes every spreadsheet that the account can open. */
    SPREADSHEETS("spreadsheets"),
    /** Reads every spreadsheet that the account can open. Google refuses {@link MetadataLookup} with this scope alone. */
    SPREADSHEETS_READONLY("spreadsheets.readonly"),
    /** Reads and writes the files that this application created or that a user opened with it. */
    DRIVE_FILE("drive.file"),
    /** Reads names and versions of files, a cheap check whether a spreadsheet changed. Needs the Drive API. */
    DRIVE_METADATA_READONLY("drive.metadata.readonly");

    private final String id;

    GoogleScope(String id) {
        this.id = id;
    }

    /** Returns the short name, such as {@code spreadsheets.readonly}. */
    public String id() {
        return id;
    }

    /** Returns the name that Google knows, such as {@code https://www.googleapis.com/auth/spreadsheets}. */
    public String url() {
        return "https://www.googleapis.com/auth/" + id;
    }
}

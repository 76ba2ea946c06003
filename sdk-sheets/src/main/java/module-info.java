// SPDX-License-Identifier: Apache-2.0
/** Google Sheets within its quota, as ranges and as tables. */
@SuppressWarnings("module") // core brings the module that payloads are opened to
module dev.bracketwire.sheets {
    requires transitive dev.bracketwire;
    requires transitive dev.bracketwire.connector;
    requires transitive dev.bracketwire.exchange;
    requires transitive dev.bracketwire.store;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires transitive com.google.api.client;
    requires transitive com.google.api.services.sheets;
    // Google's models stand on it, and do not say so on the module path.
    requires com.google.common;
    requires org.slf4j;
    requires retrofit2;

    exports dev.bracketwire.sheets;
    exports dev.bracketwire.sheets.google;
    exports dev.bracketwire.sheets.table;

    // Settings are read into records, and a large plan keeps its changes in a file.
    opens dev.bracketwire.sheets to
            dev.bracketwire,
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.sheets.table to
            dev.bracketwire,
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.sheets.internal to
            retrofit2;
}

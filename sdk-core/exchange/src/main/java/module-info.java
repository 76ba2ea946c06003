// SPDX-License-Identifier: Apache-2.0
/** Rows in CSV, JSON and XML, tables kept the same, and backups. */
@SuppressWarnings("module") // the store is built after this one
module dev.bracketwire.exchange {
    requires transitive dev.bracketwire;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static com.networknt.schema;
    requires de.siegmar.fastcsv;
    requires java.xml;

    exports dev.bracketwire.exchange;
    exports dev.bracketwire.exchange.internal to
            com.fasterxml.jackson.databind, // makes the reader of a row change's field
            dev.bracketwire.store;
}

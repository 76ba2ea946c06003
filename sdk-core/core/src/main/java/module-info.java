// SPDX-License-Identifier: Apache-2.0
/** The vocabulary of Bracketwire, settings, and keys. */
@SuppressWarnings("module") // the modules that the internals are exported to are built after this one
module dev.bracketwire {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires static com.fasterxml.jackson.dataformat.yaml;

    exports dev.bracketwire;
    exports dev.bracketwire.config;
    exports dev.bracketwire.keys;
    exports dev.bracketwire.internal.files to
            dev.bracketwire.connector,
            dev.bracketwire.exchange,
            dev.bracketwire.operator,
            dev.bracketwire.store;
    exports dev.bracketwire.internal.json to
            dev.bracketwire.connector,
            dev.bracketwire.exchange,
            dev.bracketwire.operator,
            dev.bracketwire.store;
    exports dev.bracketwire.internal.plan to
            dev.bracketwire.connector,
            dev.bracketwire.exchange,
            dev.bracketwire.operator,
            dev.bracketwire.store;
    exports dev.bracketwire.internal.run to
            dev.bracketwire.connector,
            dev.bracketwire.exchange,
            dev.bracketwire.operator,
            dev.bracketwire.store;
    exports dev.bracketwire.internal.text to
            dev.bracketwire.connector,
            dev.bracketwire.exchange,
            dev.bracketwire.operator,
            dev.bracketwire.store;
}

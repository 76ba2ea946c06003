// SPDX-License-Identifier: Apache-2.0
/** The vocabulary of Bracketwire and the pipeline every call to a platform travels. */
module dev.bracketwire {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires okhttp3;
    requires okio;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires static com.fasterxml.jackson.dataformat.yaml;
    requires com.github.benmanes.caffeine;
    requires transitive java.sql;

    uses dev.bracketwire.connector.ConnectorProvider;

    exports dev.bracketwire;
    exports dev.bracketwire.config;
    exports dev.bracketwire.connector;
    exports dev.bracketwire.oauth;
    exports dev.bracketwire.store;
}

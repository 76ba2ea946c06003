// SPDX-License-Identifier: Apache-2.0
/** The vocabulary of Bracketwire and the pipeline every call to a platform travels. */
@SuppressWarnings("module") // the modules that the adapter is exported to are built after this one
module dev.bracketwire {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires okhttp3;
    requires okio;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires static com.fasterxml.jackson.dataformat.yaml;
    requires static com.networknt.schema;
    requires static retrofit2;
    requires static micrometer.core;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires com.github.benmanes.caffeine;
    requires de.siegmar.fastcsv;
    requires transitive java.sql;
    requires java.xml;

    uses dev.bracketwire.connector.ConnectorProvider;

    exports dev.bracketwire;
    exports dev.bracketwire.config;
    exports dev.bracketwire.connector;
    exports dev.bracketwire.exchange;
    exports dev.bracketwire.keys;
    exports dev.bracketwire.oauth;
    exports dev.bracketwire.operator;
    exports dev.bracketwire.store;
    exports dev.bracketwire.telemetry.micrometer;
    exports dev.bracketwire.telemetry.opentelemetry;
    exports dev.bracketwire.internal.retrofit to
            dev.bracketwire.platforms,
            dev.bracketwire.riot,
            dev.bracketwire.sheets,
            dev.bracketwire.speedgaming,
            dev.bracketwire.webhooks;
}

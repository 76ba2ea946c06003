// SPDX-License-Identifier: Apache-2.0
/** The pipeline that every call to a platform travels, and OAuth. */
@SuppressWarnings("module") // the modules that the adapter is exported to are built after this one
module dev.bracketwire.connector {
    requires transitive dev.bracketwire;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires okhttp3;
    requires okio;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static retrofit2;
    requires com.github.benmanes.caffeine;

    uses dev.bracketwire.connector.ConnectorProvider;

    exports dev.bracketwire.connector;
    exports dev.bracketwire.connector.health;
    exports dev.bracketwire.connector.limit;
    exports dev.bracketwire.oauth;
    exports dev.bracketwire.connector.internal.retrofit to
            dev.bracketwire.platforms,
            dev.bracketwire.riot,
            dev.bracketwire.sheets,
            dev.bracketwire.speedgaming,
            dev.bracketwire.webhooks;

    // Settings of connectors are records, which the root module fills.
    opens dev.bracketwire.connector to
            dev.bracketwire;
    opens dev.bracketwire.connector.internal.configured to
            dev.bracketwire;
}

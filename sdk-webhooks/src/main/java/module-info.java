// SPDX-License-Identifier: Apache-2.0
/** Webhooks that are not lost. */
@SuppressWarnings("module") // core brings the module that payloads are opened to
module dev.bracketwire.webhooks {
    requires transitive dev.bracketwire;
    requires transitive dev.bracketwire.connector;
    requires transitive dev.bracketwire.exchange;
    requires transitive dev.bracketwire.store;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires okhttp3;
    requires org.slf4j;
    requires static jakarta.servlet;
    requires static jdk.httpserver;

    exports dev.bracketwire.webhooks;
    exports dev.bracketwire.webhooks.api;
    exports dev.bracketwire.webhooks.http;
    exports dev.bracketwire.webhooks.http.servlet;

    // A large plan keeps its changes in a file.
    opens dev.bracketwire.webhooks to
            dev.bracketwire,
            com.fasterxml.jackson.databind;
}

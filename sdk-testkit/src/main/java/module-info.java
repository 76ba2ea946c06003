// SPDX-License-Identifier: Apache-2.0
/** Fake upstreams over real sockets and a clock moved by hand, for tests of applications built on Bracketwire. */
module dev.bracketwire.testkit {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires mockwebserver3;
    requires okhttp3;
    requires okhttp3.tls;
    requires okio;
    requires static transitive org.jspecify;

    exports dev.bracketwire.testkit;
    exports dev.bracketwire.testkit.identity;
    exports dev.bracketwire.testkit.riot;
    exports dev.bracketwire.testkit.sheets;
    exports dev.bracketwire.testkit.speedgaming;
    exports dev.bracketwire.testkit.webhooks;
}

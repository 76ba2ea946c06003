// SPDX-License-Identifier: Apache-2.0
/** Schedules of SpeedGaming become matches. */
@SuppressWarnings("module") // core brings the module that payloads are opened to
module dev.bracketwire.speedgaming {
    requires transitive dev.bracketwire;
    requires transitive dev.bracketwire.connector;
    requires transitive dev.bracketwire.store;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires retrofit2;

    exports dev.bracketwire.speedgaming;

    // A large plan keeps its changes in a file.
    opens dev.bracketwire.speedgaming to
            dev.bracketwire,
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.speedgaming.internal to
            retrofit2;
}

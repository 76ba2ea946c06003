// SPDX-License-Identifier: Apache-2.0
/** The Riot API, and who a player is. */
@SuppressWarnings("module") // core brings the module that payloads are opened to
module dev.bracketwire.riot {
    requires transitive dev.bracketwire;
    requires transitive dev.bracketwire.connector;
    requires transitive dev.bracketwire.exchange;
    requires transitive dev.bracketwire.store;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires org.slf4j;

    exports dev.bracketwire.riot;
    exports dev.bracketwire.riot.ign;
    exports dev.bracketwire.riot.ign.verify;
    exports dev.bracketwire.riot.lol;
    exports dev.bracketwire.riot.tft;
    exports dev.bracketwire.riot.tournament;

    opens dev.bracketwire.riot to
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.riot.internal to
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.riot.lol to
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.riot.tft to
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.riot.tournament to
            com.fasterxml.jackson.databind;
    // A large plan keeps its changes in a file.
    opens dev.bracketwire.riot.ign to
            com.fasterxml.jackson.databind;
}

// SPDX-License-Identifier: Apache-2.0
/** The Riot API, and who a player is. */
module dev.bracketwire.riot {
    requires transitive dev.bracketwire;
    requires static transitive org.jspecify;

    exports dev.bracketwire.riot;
    exports dev.bracketwire.riot.ign;
    exports dev.bracketwire.riot.ign.verify;

    // A large plan keeps its changes in a file.
    opens dev.bracketwire.riot to
            com.fasterxml.jackson.databind;
    opens dev.bracketwire.riot.ign to
            com.fasterxml.jackson.databind;
}

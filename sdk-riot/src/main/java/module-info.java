// SPDX-License-Identifier: Apache-2.0
/** The Riot API, and who a player is. */
module dev.bracketwire.riot {
    requires transitive dev.bracketwire;
    requires static transitive org.jspecify;

    exports dev.bracketwire.riot;
    exports dev.bracketwire.riot.ign;
}

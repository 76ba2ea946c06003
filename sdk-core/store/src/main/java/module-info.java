// SPDX-License-Identifier: Apache-2.0
/** A store on SQLite or PostgreSQL. */
module dev.bracketwire.store {
    requires transitive dev.bracketwire;
    requires transitive dev.bracketwire.exchange;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.core;

    exports dev.bracketwire.store;
}

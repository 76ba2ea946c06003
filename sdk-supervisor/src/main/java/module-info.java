// SPDX-License-Identifier: Apache-2.0
/** Services started, watched, and really stopped. */
module dev.bracketwire.supervisor {
    requires transitive dev.bracketwire;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;

    exports dev.bracketwire.supervisor;
}

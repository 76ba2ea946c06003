// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire;
    requires dev.bracketwire.testkit;

    opens consumer to
            com.fasterxml.jackson.databind;
}

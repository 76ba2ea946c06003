// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire;
    requires dev.bracketwire.exchange;

    opens consumer to
            dev.bracketwire,
            com.fasterxml.jackson.databind;
}

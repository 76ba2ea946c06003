// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire.webhooks;
    requires dev.bracketwire.testkit;

    opens consumer to
            dev.bracketwire,
            com.fasterxml.jackson.databind;
}

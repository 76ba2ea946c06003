// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire.connector;
    requires dev.bracketwire.testkit;

    provides dev.bracketwire.connector.ConnectorProvider with
            consumer.ChestsProvider;

    opens consumer to
            com.fasterxml.jackson.databind;
}

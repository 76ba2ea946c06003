// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire;
    requires dev.bracketwire.connector;
    requires dev.bracketwire.operator;
    requires io.opentelemetry.api;
    requires micrometer.core;
}

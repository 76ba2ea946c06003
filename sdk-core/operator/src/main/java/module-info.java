// SPDX-License-Identifier: Apache-2.0
/** Alerts, usage, an audit trail, and bridges to Micrometer and OpenTelemetry. */
module dev.bracketwire.operator {
    requires transitive dev.bracketwire;
    requires transitive dev.bracketwire.connector;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires static micrometer.core;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;

    exports dev.bracketwire.operator;
    exports dev.bracketwire.telemetry.micrometer;
    exports dev.bracketwire.telemetry.opentelemetry;
}

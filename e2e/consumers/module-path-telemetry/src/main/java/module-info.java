// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire;
    requires io.opentelemetry.api;
    requires micrometer.core;
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;

/** The attributes, those of HTTP by the names of OpenTelemetry's conventions (1.38, 2026). */
final class AttributeKeys {
    static final AttributeKey<String> CONNECTOR = AttributeKey.stringKey("bracketwire.connector");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("bracketwire.outcome");
    static final AttributeKey<String> SOURCE = AttributeKey.stringKey("bracketwire.source");
    static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("bracketwire.attempts");
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<Long> RESENT = AttributeKey.longKey("http.request.resend_count");
    static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("url.template");
    static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private AttributeKeys() {}
}

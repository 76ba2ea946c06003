// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry.opentelemetry;

import dev.bracketwire.connector.CallListener.Attempt;
import dev.bracketwire.connector.CallListener.Finished;
import dev.bracketwire.connector.CallListener.Operation;
import dev.bracketwire.connector.CallListener.Source;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The attributes of one operation, made once for each of the few words that tell its outcomes apart. */
final class OperationAttributes {
    private static final String OTHER = "_OTHER";

    private final String name;
    private final Attributes connector;
    private final Attributes operation;
    private final String host;
    private final Map<String, Attributes> attempts = new ConcurrentHashMap<>();
    private final Map<String, Map<Source, Attributes>> calls = new ConcurrentHashMap<>();

    private OperationAttributes(String connector, String method, String template, String host) {
        this.name = method + " " + template;
        this.connector = Attributes.of(AttributeKeys.CONNECTOR, connector);
        this.operation = Attributes.of(
                AttributeKeys.CONNECTOR, connector, AttributeKeys.METHOD, method, AttributeKeys.TEMPLATE, template);
        this.host = host;
    }

    static OperationAttributes of(Operation operation) {
        return new OperationAttributes(
                operation.connector(), operation.method(), operation.template(), operation.host());
    }

    /** For operations beyond what should be told apart. */
    static OperationAttributes other(Operation operation) {
        return new OperationAttributes(operation.connector(), operation.method(), OTHER, OTHER);
    }

    String name() {
        return name;
    }

    Attributes ofConnector() {
        return connector;
    }

    Attributes ofOperation() {
        return operation;
    }

    Attributes attempted(Attempt attempt) {
        String outcome = attempt.outcome();
        Attributes known = attempts.get(outcome);
        return known == null ? attempts.computeIfAbsent(outcome, word -> attributes(attempt)) : known;
    }

    private Attributes attributes(Attempt attempt) {
        AttributesBuilder more = operation.toBuilder().put(AttributeKeys.HOST, host);
        if (attempt.status() != 0) {
            more.put(AttributeKeys.STATUS, (long) attempt.status());
        }
        if (attempt.failure() != null || attempt.status() >= 400) {
            more.put(AttributeKeys.ERROR, attempt.outcome());
        }
        return more.build();
    }

    Attributes finished(Finished call) {
        String outcome = call.outcome();
        Map<Source, Attributes> known = calls.get(outcome);
        Map<Source, Attributes> ofOutcome =
                known == null ? calls.computeIfAbsent(outcome, word -> new ConcurrentHashMap<>()) : known;
        Attributes attributes = ofOutcome.get(call.source());
        return attributes == null
                ? ofOutcome.computeIfAbsent(
                        call.source(),
                        source -> operation.toBuilder()
                                .put(AttributeKeys.OUTCOME, outcome)
                                .put(AttributeKeys.SOURCE, source.name().toLowerCase(Locale.ROOT))
                                .build())
                : attributes;
    }
}

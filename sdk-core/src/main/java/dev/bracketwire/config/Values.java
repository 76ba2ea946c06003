// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of a tree, and keeps those of secrets out of every message. */
final class Values {
    private final Variables variables;
    private final Faults faults;
    private final List<String> hidden = new ArrayList<>();
    private final List<Secret> given = new ArrayList<>();

    Values(Variables variables, Faults faults) {
        this.variables = variables;
        this.faults = faults;
    }

    /** Whether the text shows a secret that was read, or that code gave. */
    boolean betrays(String text) {
        for (Secret secret : given) {
            try {
                hidden.add(secret.reveal());
            } catch (RuntimeException e) {
                return true; // nobody can tell, so it is left out
            }
        }
        return hidden.stream().anyMatch(text::contains);
    }

    @Nullable
    Object read(Class<?> type, Node node, String path) {
        String must = "must " + Scalars.expected(type);
        if (!(node instanceof Node.Value value)) {
            faults.add(path, must + ", not " + node.kind(), node.origin());
            return null;
        }
        if (Scalars.fits(type, value.content())) {
            if (value.content() instanceof Secret secret) {
                given.add(secret);
            }
            return value.content();
        }
        String text = value.text();
        if (text == null) {
            faults.add(path, must + ", not " + value.kind(), value.origin());
            return null;
        }
        Node.Value resolved = resolved(value, text, path);
        if (resolved == null) {
            return null;
        }
        if (type == Secret.class) {
            return secret(value, String.valueOf(resolved.content()), path);
        }
        Optional<Object> read = Scalars.read(type, String.valueOf(resolved.content()));
        if (read.isEmpty()) {
            String template = resolved.template();
            String wrong = template == null
                    ? ", not " + Faults.shown(text)
                    : ", which " + Faults.shown(template) + " does not give";
            faults.add(path, must + wrong, value.origin());
        }
        return read.orElse(null);
    }

    /** Takes text apart at its commas. */
    List<Node> split(Node.Value value, String path) {
        String text = value.text();
        Node.Value resolved = text == null ? value : resolved(value, text, path);
        List<Node> elements = new ArrayList<>();
        if (resolved != null && text == null) {
            elements.add(value);
        } else if (resolved != null && !String.valueOf(resolved.content()).isBlank()) {
            for (String part : String.valueOf(resolved.content()).split(",", -1)) {
                elements.add(new Node.Value(part.strip(), value.origin().part(), true, resolved.template()));
            }
        }
        return elements;
    }

    private @Nullable Object secret(Node.Value written, String text, String path) {
        if (text.isBlank()) {
            faults.add(path, "must not be blank", written.origin());
            return null;
        }
        hidden.add(text);
        String variable = written.origin().variable();
        if (variable == null && !written.done()) {
            variable = References.alone(String.valueOf(written.content()));
        }
        return variable == null ? Secret.of(text) : variables.secret(variable);
    }

    private Node.@Nullable Value resolved(Node.Value value, String text, String path) {
        if (value.done() || text.indexOf('$') < 0) {
            return new Node.Value(text, value.origin(), true, value.template());
        }
        References references = References.resolve(text, variables);
        references.faults().forEach(fault -> faults.add(path, fault, value.origin()));
        String template = references.names().isEmpty() ? null : text;
        return references.faults().isEmpty()
                ? new Node.Value(references.result(), value.origin(), true, template)
                : null;
    }
}

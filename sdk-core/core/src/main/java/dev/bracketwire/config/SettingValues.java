// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads scalar values of the settings tree, and keeps secrets out of messages. */
final class SettingValues {
    private final EnvironmentVariables environmentVariables;
    private final SettingsProblems settingsProblems;
    private final List<String> hidden = new ArrayList<>();
    private final List<Secret> given = new ArrayList<>();

    SettingValues(EnvironmentVariables environmentVariables, SettingsProblems settingsProblems) {
        this.environmentVariables = environmentVariables;
        this.settingsProblems = settingsProblems;
    }

    /** Whether the text contains a secret that was read here or set by code. */
    boolean betrays(String text) {
        for (Secret secret : given) {
            try {
                hidden.add(secret.reveal());
            } catch (RuntimeException e) {
                return true; // the secret is unknown, so any text could contain it
            }
        }
        return hidden.stream().anyMatch(text::contains);
    }

    @Nullable
    Object read(Class<?> type, SettingNode settingNode, String path) {
        String must = "must " + ScalarReader.expected(type);
        if (!(settingNode instanceof SettingNode.Value value)) {
            settingsProblems.add(path, must + ", not " + settingNode.kind(), settingNode.origin());
            return null;
        }
        if (ScalarReader.fits(type, value.content())) {
            if (value.content() instanceof Secret secret) {
                given.add(secret);
            }
            return value.content();
        }
        String text = value.text();
        if (text == null) {
            settingsProblems.add(path, must + ", not " + value.kind(), value.origin());
            return null;
        }
        SettingNode.Value resolved = resolved(value, text, path);
        if (resolved == null) {
            return null;
        }
        if (type == Secret.class) {
            return secret(value, String.valueOf(resolved.content()), path);
        }
        Optional<Object> read = ScalarReader.read(type, String.valueOf(resolved.content()));
        if (read.isEmpty()) {
            String template = resolved.template();
            String wrong = template == null
                    ? ", not " + SettingsProblems.shown(text)
                    : ", which " + SettingsProblems.shown(template) + " does not give";
            settingsProblems.add(path, must + wrong, value.origin());
        }
        return read.orElse(null);
    }

    /** Splits text at commas. */
    List<SettingNode> split(SettingNode.Value value, String path) {
        String text = value.text();
        SettingNode.Value resolved = text == null ? value : resolved(value, text, path);
        List<SettingNode> elements = new ArrayList<>();
        if (resolved != null && text == null) {
            elements.add(value);
        } else if (resolved != null && !String.valueOf(resolved.content()).isBlank()) {
            for (String part : String.valueOf(resolved.content()).split(",", -1)) {
                elements.add(new SettingNode.Value(part.strip(), value.origin().part(), true, resolved.template()));
            }
        }
        return elements;
    }

    private @Nullable Object secret(SettingNode.Value written, String text, String path) {
        if (text.isBlank()) {
            settingsProblems.add(path, "must not be blank", written.origin());
            return null;
        }
        hidden.add(text);
        String variable = written.origin().variable();
        if (variable == null && !written.done()) {
            variable = VariableReferences.alone(String.valueOf(written.content()));
        }
        return variable == null ? Secret.of(text) : environmentVariables.secret(variable);
    }

    private SettingNode.@Nullable Value resolved(SettingNode.Value value, String text, String path) {
        if (value.done() || text.indexOf('$') < 0) {
            return new SettingNode.Value(text, value.origin(), true, value.template());
        }
        VariableReferences variableReferences = VariableReferences.resolve(text, environmentVariables);
        variableReferences.problems().forEach(problem -> settingsProblems.add(path, problem, value.origin()));
        String template = variableReferences.names().isEmpty() ? null : text;
        return variableReferences.problems().isEmpty()
                ? new SettingNode.Value(variableReferences.result(), value.origin(), true, template)
                : null;
    }
}

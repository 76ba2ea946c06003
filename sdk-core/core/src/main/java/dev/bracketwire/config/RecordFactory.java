// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.internal.json.RecordAccess;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes records by their canonical constructors. */
final class RecordFactory {
    private final SettingValues settingValues;
    private final SettingsProblems settingsProblems;

    RecordFactory(SettingValues settingValues, SettingsProblems settingsProblems) {
        this.settingValues = settingValues;
        this.settingsProblems = settingsProblems;
    }

    @Nullable
    Object make(SettingsShape.Fields fields, @Nullable Object[] arguments, String path) {
        String place = path.isEmpty() ? "settings" : path;
        Class<?> type = fields.type;
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class[]::new));
            if (!RecordAccess.open(constructor)) {
                settingsProblems.add(
                        place,
                        "cannot be read: add \"opens " + type.getPackageName()
                                + " to dev.bracketwire;\" to your module-info");
                return null;
            }
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            refused(e.getCause(), path, place);
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the canonical constructor of " + type.getName() + " cannot be called", e);
        }
    }

    private void refused(@Nullable Throwable cause, String path, String place) {
        if (cause instanceof ConfigurationException inner) {
            inner.problems()
                    .forEach(problem ->
                            settingsProblems.add(SettingPath.join(path, problem.path()), said(problem.rule())));
        } else if (cause instanceof IllegalArgumentException invalid) {
            settingsProblems.add(place, "is refused: " + said(invalid.getMessage()));
        } else if (cause instanceof RuntimeException bug) {
            throw bug;
        } else if (cause instanceof Error error) {
            throw error;
        }
    }

    private String said(@Nullable String message) {
        if (message == null || settingValues.betrays(message)) {
            return message == null ? "its constructor does not say why" : "the reason shows a secret and is left out";
        }
        return message;
    }
}

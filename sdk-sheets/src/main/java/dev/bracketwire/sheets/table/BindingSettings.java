// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.config.Settings;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.sheets.table.internal.BindingScope;
import dev.bracketwire.sheets.table.internal.StoredBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A binding as settings describe it; each part is one of {@link SheetBinding}. */
record BindingSettings(
        String tenant,
        String mode,
        String environment,
        String spreadsheet,
        String tab,
        Optional<Integer> headerRow,
        Map<String, String> columns,
        List<String> without,
        Optional<String> key) {

    /** Reads a section of bindings by names of the host's choice, and adds every problem. */
    static Map<BindingScope, StoredBinding> read(Settings section, List<ColumnRole> roles, List<Problem> problems) {
        Map<String, BindingSettings> each;
        try {
            each = section.readEach(BindingSettings.class);
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
            return Map.of();
        }
        Map<String, StoredBinding> bindings = new LinkedHashMap<>();
        each.forEach((name, settings) -> settings.binding(name, roles, problems)
                .ifPresent(binding -> bindings.put(name, StoredBinding.ofSettings(binding))));
        return apart(bindings, problems);
    }

    private Optional<SheetBinding> binding(String name, List<ColumnRole> roles, List<Problem> problems) {
        Optional<SpreadsheetId> id = tried(name + ".spreadsheet", problems, () -> SpreadsheetId.parse(spreadsheet));
        SpreadsheetId given = id.orElseGet(() -> new SpreadsheetId("-")); // the other parts are checked all the same
        Optional<SheetBinding> binding = tried(
                name,
                problems,
                () -> new SheetBinding(
                        tenant,
                        mode,
                        environment,
                        given,
                        tab,
                        headerRow.orElse(null),
                        columns,
                        without,
                        key.orElse(null)));
        binding.stream()
                .flatMap(each -> SheetBindings.unknownRoles(each, roles).stream())
                .forEach(problem -> problems.add(new Problem(name + ".columns", problem.toString())));
        return id.isEmpty() ? Optional.empty() : binding;
    }

    private static <T> Optional<T> tried(String path, List<Problem> problems, Supplier<T> factory) {
        try {
            return Optional.of(factory.get());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(path, "is refused: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static Map<BindingScope, StoredBinding> apart(Map<String, StoredBinding> bindings, List<Problem> problems) {
        Map<BindingScope, StoredBinding> byScope = new LinkedHashMap<>();
        Map<BindingScope, String> names = new LinkedHashMap<>();
        bindings.forEach((name, binding) -> {
            BindingScope scope = BindingScope.of(binding.binding());
            String same = names.putIfAbsent(scope, name);
            if (same != null) {
                problems.add(new Problem(name, "is the same tenant, mode and environment as " + same));
                return;
            }
            byScope.forEach((other, before) -> {
                if (binding.sharesTab(before) && !binding.mayShare(before)) {
                    problems.add(new Problem(
                            name + ".tab",
                            "is the tab of " + names.get(other)
                                    + " too: a tab belongs to one tenant and one environment"));
                }
            });
            byScope.put(scope, binding);
        });
        return byScope;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A client as settings describe it; each part is an option of {@link SheetsBuilder}. */
record SheetsSettings(
        Optional<AccessSettings> access,
        Optional<String> id,
        Optional<URI> base,
        Optional<String> probe,
        Optional<Lifetimes> lifetimes,
        Optional<Duration> staleOnError,
        Optional<Long> cachedCells,
        Optional<Budget> budget,
        Optional<Duration> mergeWindow,
        Optional<Duration> writePace,
        Optional<Chunks> chunks,
        Optional<Duration> closing) {
    SheetsSettings {
        probe.ifPresent(SpreadsheetId::parse); // shows a problem while the settings are read
    }

    static SheetsBuilder builder(Settings section) {
        SheetsSettings settings = section.read(SheetsSettings.class);
        SheetsBuilder builder =
                new SheetsBuilder(settings.access.map(AccessSettings::access).orElseGet(GoogleAccess::environment));
        settings.id.ifPresent(builder::id);
        settings.base.ifPresent(builder::base);
        settings.probe.map(SpreadsheetId::parse).ifPresent(builder::probe);
        settings.lifetimes.ifPresent(times -> builder.lifetimes(times.soft, times.hard));
        settings.staleOnError.ifPresent(builder::staleOnError);
        settings.cachedCells.ifPresent(builder::cachedCells);
        settings.budget.ifPresent(numbers -> builder.budget(numbers.budget()));
        settings.mergeWindow.ifPresent(builder::mergeWindow);
        settings.writePace.ifPresent(builder::writePace);
        settings.chunks.ifPresent(sizes -> builder.chunks(
                sizes.readCells.orElse(SheetsBuilder.READ_CELLS), sizes.writeBytes.orElse(SheetsBuilder.WRITE_BYTES)));
        settings.closing.ifPresent(builder::closing);
        return builder;
    }

    record Lifetimes(Duration soft, Duration hard) {}

    record Chunks(Optional<Integer> readCells, Optional<Integer> writeBytes) {}

    record Budget(
            Optional<Integer> reads,
            Optional<Integer> writes,
            Optional<Integer> projectReads,
            Optional<Integer> projectWrites,
            Optional<Path> file) {
        Budget {
            budget(reads, writes, projectReads, projectWrites, file); // shows problems while the settings are read
        }

        SheetsBudget budget() {
            return budget(reads, writes, projectReads, projectWrites, file);
        }

        private static SheetsBudget budget(
                Optional<Integer> reads,
                Optional<Integer> writes,
                Optional<Integer> projectReads,
                Optional<Integer> projectWrites,
                Optional<Path> file) {
            SheetsBudget.Builder numbers = SheetsBudget.builder()
                    .perUser(reads.orElse(SheetsBudget.USER_QUOTA), writes.orElse(SheetsBudget.USER_QUOTA))
                    .perProject(
                            projectReads.orElse(SheetsBudget.PROJECT_QUOTA),
                            projectWrites.orElse(SheetsBudget.PROJECT_QUOTA));
            file.ifPresent(numbers::keptIn);
            return numbers.build();
        }
    }
}

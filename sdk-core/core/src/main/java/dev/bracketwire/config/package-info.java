// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.config.Settings} reads an application's own settings into records, from files, the environment
 * and code, and reports everything that is wrong at once.
 *
 * <pre>{@code
 * record Feed(URI source, Duration refresh) {}
 *
 * Settings settings = Settings.builder().file(Path.of("bot.json")).environment("BOT_").build();
 * Feed feed = settings.section("feed").read(Feed.class);
 * }</pre>
 *
 * <p>On the module path, open the package of your records: {@code opens my.app to dev.bracketwire;}. A {@code @Nullable}
 * component is known as one only where {@code org.jspecify} is there at run time; {@code Optional} needs nothing. YAML
 * needs {@code com.fasterxml.jackson.dataformat:jackson-dataformat-yaml}; a linked image or limited modules also need
 * {@code --add-modules com.fasterxml.jackson.dataformat.yaml}.
 */
@NullMarked
package dev.bracketwire.config;

import org.jspecify.annotations.NullMarked;

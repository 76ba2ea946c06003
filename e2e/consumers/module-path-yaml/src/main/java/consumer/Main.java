// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

final class Main {
    private Main() {}

    public static void main(String[] args) {
        try {
            System.out.println(Settings.builder().file(Path.of(args[0])).build().read(Bot.class));
        } catch (ConfigurationException e) {
            System.out.println(e.problems().get(0).rule());
        }
    }

    record Bot(String name, Duration refresh, List<Integer> rounds) {}
}

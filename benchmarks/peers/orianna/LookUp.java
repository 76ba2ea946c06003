// SPDX-License-Identifier: Apache-2.0

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.CharSource;
import com.merakianalytics.orianna.Orianna;
import com.merakianalytics.orianna.types.common.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks up summoners with Orianna, on 16 threads, as Orianna is configured by itself but for https, which no fake speaks in
 * Riot's name. It reads lines: the proxy's port, the key, a platform, PUUIDs; and answers each with seconds and failures.
 */
final class LookUp {
    private LookUp() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode configuration = (ObjectNode)
                mapper.readTree(Orianna.class.getResource("/com/merakianalytics/orianna/default-orianna-config.json"));
        configuration.at("/pipeline/elements").forEach(element -> {
            if (element.at("/config/requests").isObject()) {
                ((ObjectNode) element.at("/config/requests")).put("https", false);
            }
        });
        Orianna.loadConfiguration(CharSource.wrap(mapper.writeValueAsString(configuration)));
        System.setProperty("http.proxyHost", "127.0.0.1");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.split(" ", -1));
            System.setProperty("http.proxyPort", words.get(0));
            Orianna.setRiotAPIKey(words.get(1));
            System.out.println(lookUp(Platform.withTag(words.get(2)), words.subList(3, words.size())));
        }
    }

    private static String lookUp(Platform platform, List<String> puuids) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        long begun = System.nanoTime();
        List<Future<Integer>> levels = new ArrayList<>();
        for (String puuid : puuids) {
            levels.add(threads.submit(() ->
                    Orianna.summonerWithPuuid(puuid).withPlatform(platform).get().getLevel()));
        }
        int failures = 0;
        for (Future<Integer> level : levels) {
            try {
                level.get();
            } catch (ExecutionException e) {
                failures++;
                if (failures == 1) {
                    e.printStackTrace();
                }
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        threads.shutdown();
        return String.format(Locale.ROOT, "%.3f %d", seconds, failures);
    }
}

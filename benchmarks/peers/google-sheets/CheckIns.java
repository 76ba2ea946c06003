// SPDX-License-Identifier: Apache-2.0
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sheets.v4.Sheets;
import com.google.api.services.sheets.v4.model.ValueRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Checks players in and shows a dashboard with Google's client, one line of standard input at a time. */
final class CheckIns {
    private static final String ID = System.getenv("SHEETS_ID");
    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private CheckIns() {}

    public static void main(String[] arguments) throws Exception {
        Sheets sheets = new Sheets.Builder(
                        new NetHttpTransport(),
                        GsonFactory.getDefaultInstance(),
                        request -> request.getHeaders().setAuthorization("Bearer " + System.getenv("SHEETS_TOKEN")))
                .setRootUrl(System.getenv("SHEETS_URL") + "/")
                .setApplicationName("check-ins")
                .build();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            long[] numbers = Arrays.stream(line.split(" ")).skip(1).mapToLong(Long::parseLong).toArray();
            storm(sheets, Arrays.copyOfRange(numbers, 2, numbers.length), numbers[0], numbers[1]);
            System.out.println("done");
        }
    }

    private static void storm(Sheets sheets, long[] arrivals, long openFor, long graceFor) throws Exception {
        String[] seconds = new String[arrivals.length];
        Arrays.fill(seconds, "never");
        List<String> shown = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger acknowledged = new AtomicInteger();
        List<CompletableFuture<Void>> checkIns = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < arrivals.length; i++) {
            int index = i;
            checkIns.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            sheets.spreadsheets()
                                    .values()
                                    .update(
                                            ID,
                                            "Players!C" + (index + 2),
                                            new ValueRange().setValues(List.of(List.of(true))))
                                    .setValueInputOption("RAW")
                                    .execute();
                            double waited = (System.nanoTime() - begin) / 1e9 - arrivals[index] / 1e3;
                            synchronized (seconds) {
                                seconds[index] = Double.toString(waited);
                            }
                            acknowledged.incrementAndGet();
                        } catch (IOException e) {
                            // stays "never"
                        }
                    },
                    CompletableFuture.delayedExecutor(arrivals[index], TimeUnit.MILLISECONDS, THREADS)));
        }
        for (long at = 0; at < openFor; at += 2_000) {
            CompletableFuture.delayedExecutor(at, TimeUnit.MILLISECONDS, THREADS)
                    .execute(() -> shown.add(show(sheets, acknowledged.get())));
        }
        TimeUnit.MILLISECONDS.sleep(openFor);
        try {
            CompletableFuture.allOf(checkIns.toArray(CompletableFuture[]::new)).get(graceFor, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // those that are open stay "never"
        }
        synchronized (seconds) {
            Arrays.stream(seconds).forEach(each -> System.out.println("check-in " + each));
        }
        List.copyOf(shown).forEach(each -> System.out.println("dashboard " + each));
    }

    private static String show(Sheets sheets, int before) {
        try {
            long in = sheets.spreadsheets().values().get(ID, "Players!A2:C").execute().getValues().stream()
                    .filter(row -> row.size() > 2 && row.get(2).equals("TRUE"))
                    .count();
            return Long.toString(Math.max(0, before - in));
        } catch (IOException e) {
            return "failed";
        }
    }
}

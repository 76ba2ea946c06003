// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@ExtendWith(Apart.class)
@Execution(ExecutionMode.CONCURRENT)
class AdoptionTest {
    /** What supervisors left that were killed together, for a test each; those that no test took are stopped at last. */
    private static final Deque<Left> LEFT = new ArrayDeque<>();

    private static final Object ENDING = new Object();
    private static final int TESTS = 10;
    private static final String STUBBORN = "stubborn ";
    private static final String EACH = "each lifetime ";

    private static final String LIFETIMES = Outside.marker();
    private static boolean killed;
    private static @Nullable Ended ended;

    @TempDir
    static Path common;

    @TempDir
    Path folder;

    private String marker = Outside.marker();
    private @Nullable Path left;

    /** A state directory, and the marker of the processes that its supervisor left. */
    private record Left(Path state, String marker) {}

    @AfterEach
    void nothingIsLeft() {
        Outside.until("nothing is left", () -> Outside.processes(marker).isEmpty());
    }

    @AfterAll
    static void stopWhatNoTestTook() {
        synchronized (LEFT) {
            LEFT.forEach(one -> Supervisor.open(one.state()).close());
            LEFT.clear();
            for (String folder : killed ? List.of("lifetimes of the killed", "lifetimes") : List.<String>of()) {
                try (Supervisor last = Supervisor.open(common.resolve(folder))) {
                    last.stop().get();
                }
            }
        }
    }

    private Path state() {
        return left == null ? folder.resolve("state") : left;
    }

    /** Takes the state directory of a supervisor of two services that was killed. */
    private void killSupervisorOfTwo() {
        synchronized (LEFT) {
            killSupervisorsOnce();
            Left next = LEFT.remove();
            left = next.state();
            marker = next.marker();
        }
    }

    /** One JVM has the supervisors of all tests. */
    private static void killSupervisorsOnce() {
        if (killed) {
            return;
        }
        killed = true;
        for (int i = 0; i < TESTS; i++) {
            LEFT.add(new Left(common.resolve("state" + i), Outside.marker()));
        }
        List<Path> states = new ArrayList<>(LEFT.stream().map(Left::state).toList());
        List<String> markers = new ArrayList<>(LEFT.stream().map(Left::marker).toList());
        states.add(common.resolve("lifetimes of the killed"));
        markers.add(EACH + LIFETIMES);
        try (OtherJvm other = OtherJvm.start(states, ToBeKilled.class, markers)) {
            other.awaitReady();
            LEFT.forEach(one -> Outside.until(
                    "the daemon is there", () -> Outside.processes(one.marker()).size() == 3));
            Outside.await(LIFETIMES, 4);
            other.kill();
        }
    }

    /** Two services, and for another directory one of each lifetime. */
    static final class ToBeKilled implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String argument) {
            return argument.startsWith(EACH)
                    ? new EachLifetime().apply(argument.substring(EACH.length()))
                    : new Two().apply(argument);
        }
    }

    static final class Two implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String marker) {
            return List.of(
                    ServiceSpec.shell("api", "echo up; exec sleep " + marker).ready(Probe.logLine("up")),
                    ServiceSpec.shell("web", "(setsid sleep " + marker + " &); exec sleep " + marker)
                            .after("api"));
        }
    }

    static final class EachLifetime implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String marker) {
            return List.of(
                    ServiceSpec.of("supervised", "sleep", marker),
                    ServiceSpec.of("independent", "sleep", marker).lifetime(Lifetime.INDEPENDENT),
                    ServiceSpec.of("bound", "sleep", marker).lifetime(Lifetime.BOUND),
                    ServiceSpec.of("pumped", "sleep", marker).logs(Logs.pump()));
        }
    }

    /** Some for each lifetime, and for another directory some that ignore the signal. */
    static final class ToEnd implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String argument) {
            return argument.startsWith(STUBBORN)
                    ? StopTest.stubbornChain(argument.substring(STUBBORN.length()))
                    : new EachLifetime().apply(argument);
        }
    }

    /**
     * A JVM with two supervisors that was asked to end.
     *
     * @param lifetimes the directory of one, with a service of each lifetime
     * @param marker that of these services
     * @param refusal how this JVM was kept out of the directory before
     * @param stubborn the marker of services that ignore the signal, which the other had
     * @param took how long it took to end
     */
    private record Ended(Path lifetimes, String marker, Throwable refusal, String stubborn, Duration took) {}

    /** The JVM that was asked to end, one for the tests that look at what comes of that. */
    private static Ended askedToEnd() {
        synchronized (ENDING) {
            if (ended == null) {
                Path lifetimes = common.resolve("lifetimes");
                String marker = Outside.marker();
                String stubborn = Outside.marker();
                List<Path> states = List.of(lifetimes, common.resolve("stubborn"));
                try (OtherJvm other = OtherJvm.start(states, ToEnd.class, List.of(marker, STUBBORN + stubborn))) {
                    other.awaitReady();
                    Outside.await(marker, 4);
                    Outside.await(stubborn, 2 * StopTest.CHAIN);
                    Throwable refusal = catchThrowable(() -> Supervisor.open(lifetimes));
                    long begun = System.nanoTime();
                    other.end();
                    Duration took = Duration.ofNanos(System.nanoTime() - begun);
                    ended = new Ended(lifetimes, marker, refusal, stubborn, took);
                }
            }
            return ended;
        }
    }

    @Test
    void supervisorThatWasKilled_leavesItsServices_andTheNextAdoptsThem() {
        killSupervisorOfTwo();
        List<Long> before = Outside.processes(marker);
        assertThat(before).hasSize(3);

        try (Supervisor next = Supervisor.open(state())) {
            List<ServiceStatus> adopted = next.start(new Two().apply(marker)).get();

            assertThat(adopted).allMatch(ServiceStatus::adopted).allMatch(ServiceStatus::ready);
            assertThat(Outside.processes(marker)).isEqualTo(before);
            assertThat(next.stop().get().clean()).isTrue();
            assertThat(Outside.processes(marker)).isEmpty();
        }
    }

    /** A supervisor whose threads are refused, so that it fails while it takes over what it found. */
    static final class NeverOpen {
        private NeverOpen() {}

        public static void main(String[] args) {
            Supervisor.builder(Path.of(args[0]))
                    .executor(task -> {
                        throw new IllegalStateException("no more threads");
                    })
                    .open();
        }
    }

    @Test
    void open_thatFailed_stopsNothingAtTheEndOfItsJvm() {
        killSupervisorOfTwo();
        List<Long> before = Outside.processes(marker);

        String said = Outside.output(
                HttpService.java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NeverOpen.class.getName(),
                state().toString());

        assertThat(said).contains("no more threads");
        assertThat(Outside.processes(marker)).isEqualTo(before);
        try (Supervisor next = Supervisor.open(state())) {
            assertThat(next.statuses()).allMatch(ServiceStatus::adopted);
        }
    }

    @Test
    void open_failed_letsTheNextOpenInThisJvmSucceed() {
        killSupervisorOfTwo();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> NeverOpen.main(new String[] {state().toString()}));

        Supervisor.open(state()).close();
    }

    @Test
    void adoptedService_thatEnds_isStartedAgain() {
        killSupervisorOfTwo();
        try (Supervisor next = Supervisor.open(state())) {
            next.start(new Two().apply(marker)).get();
            long before = next.find("api").orElseThrow().pid().orElseThrow();
            Outside.output("kill", "-KILL", Long.toString(before));

            Outside.until(
                    "another",
                    () -> next.find("api").orElseThrow().ready()
                            && next.find("api").orElseThrow().pid().orElse(before) != before);
            assertThat(next.find("api").orElseThrow().exit()).contains("exit code is not known");
            assertThat(next.find("api").orElseThrow().adopted()).isFalse();
        }
    }

    @Test
    void adoptedService_whoseSpecChanged_isRestarted() {
        killSupervisorOfTwo();
        try (Supervisor next = Supervisor.open(state())) {
            next.start(
                            ServiceSpec.of("api", "sleep", marker),
                            new Two().apply(marker).get(1))
                    .get();

            Outside.until("one api", () -> Outside.processes(marker).size() == 3);
            assertThat(next.find("api").orElseThrow().adopted()).isFalse();
            assertThat(next.find("web").orElseThrow().adopted()).isTrue();
        }
    }

    @Test
    void adoptedService_canBeStoppedWithoutItsSpec() {
        killSupervisorOfTwo();
        try (Supervisor next = Supervisor.open(state())) {
            assertThat(next.statuses()).hasSize(2);
            assertThat(next.stop("api").get().services())
                    .extracting(StopReport.Stopped::service)
                    .containsExactly("web", "api");
            assertThat(Outside.processes(marker)).isEmpty();
        }
    }

    @Test
    void start_leaderDiedMeanwhile_stopsTheLeftoverProcessesFirst() {
        killSupervisorOfTwo();
        try (Supervisor first = Supervisor.open(state())) {
            long web = first.find("web").orElseThrow().pid().orElseThrow();
            Outside.output("kill", "-KILL", Long.toString(web));
            first.start(new Two().apply(marker)).get();
            Outside.until("one of each", () -> Outside.processes(marker).size() == 3);
        }
    }

    @Test
    void lifetimes_areKept_whenTheSupervisorIsKilled() {
        synchronized (LEFT) {
            killSupervisorsOnce();
            left = common.resolve("lifetimes of the killed");
            marker = LIFETIMES;
        }
        Outside.until("bound ones end", () -> Outside.processes(marker).size() == 2);

        try (Supervisor next = Supervisor.open(state())) {
            assertThat(next.statuses())
                    .filteredOn(ServiceStatus::adopted)
                    .extracting(ServiceStatus::name)
                    .containsExactly("independent", "supervised");
            next.stop().get();
        }
    }

    @Test
    void guard_killed_isReplacedByANewOne() throws IOException {
        try (OtherJvm other = OtherJvm.start(state(), EachLifetime.class, marker)) {
            other.awaitReady();
            Outside.await(marker, 4);
            String guard = "BRACKETWIRE_BOUND="
                    + Files.readString(state().resolve("id")).strip();
            for (int i = 0; i < 2; i++) {
                Outside.until("a guard", () -> !Outside.processes(guard).isEmpty());
                long pid = Outside.processes(guard).get(0);
                long begun = System.nanoTime();
                Outside.until("it has been there for a while", () -> System.nanoTime() - begun > 1_200_000_000L);
                Outside.output("kill", "-KILL", Long.toString(pid));
                Outside.until(
                        "another",
                        () -> !Outside.processes(guard).isEmpty()
                                && !Outside.processes(guard).contains(pid));
            }
            assertThat(Outside.processes(marker)).hasSize(4);
            other.kill();
        }
        Outside.until("bound ones end", () -> Outside.processes(marker).size() == 2);

        try (Supervisor next = Supervisor.open(state())) {
            next.stop().get();
        }
    }

    @Test
    void lifetimes_areKept_whenTheJvmIsAskedToEnd() {
        Ended jvm = askedToEnd();
        marker = jvm.marker();
        Outside.await(marker, 1);

        try (Supervisor next = Supervisor.open(jvm.lifetimes())) {
            assertThat(next.statuses()).extracting(ServiceStatus::name).containsExactly("independent");
            next.stop().get();
        }
    }

    @Test
    void hook_ofServicesThatIgnoreTheSignal_givesEachItsTime_andEnds() {
        Ended jvm = askedToEnd();

        assertThat(jvm.took()).isBetween(StopTest.EACH.multipliedBy(StopTest.CHAIN), Duration.ofMinutes(1));
        assertThat(Outside.processes(jvm.stubborn())).isEmpty();
    }

    @Test
    void secondSupervisor_isRefused_inAnyJvm() {
        assertThat(askedToEnd().refusal())
                .isInstanceOf(StateException.class)
                .hasMessageContaining("another supervisor runs in");
        try (Supervisor one = Supervisor.open(state())) {
            assertThat(one.statuses()).isEmpty();
            assertThatExceptionOfType(StateException.class).isThrownBy(() -> Supervisor.open(state()));
            assertThatExceptionOfType(StateException.class).isThrownBy(() -> Supervisor.open(state()));
        }
        Supervisor.open(state()).close();
    }

    /** A record of a process that is not ours must never make it ours. */
    private void assertLeftAlone(String service, String main) throws Exception {
        try (Supervisor supervisor = Supervisor.open(state())) {
            supervisor.start(ServiceSpec.of(service, "sleep", marker)).get();
            supervisor.stop().get();
        }
        Process foreign = new ProcessBuilder("sleep", marker).start();
        try {
            String record = record(service, main.replace("FOREIGN", Long.toString(foreign.pid())));
            Files.write(state().resolve("services/" + service + ".json"), RecordSeal.seal(record));
            try (Supervisor supervisor = Supervisor.open(state())) {
                assertThat(supervisor.statuses()).isEmpty();
            }
            assertThat(foreign.isAlive()).isTrue();
            assertThat(Outside.processes(marker)).containsExactly(foreign.pid());
        } finally {
            foreign.destroyForcibly().waitFor();
        }
    }

    private String record(String service, String main) throws IOException {
        String mark = Files.readString(state().resolve("id")).strip() + "/" + service + "/4123456789abcdef";
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip() + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        return """
                {"version": 2, "service": "%s", "mark": "%s", "boot": "%s", "main": %s, "leader": %s,
                 "sessionLed": true, "cgroup": null, "program": "sleep", "digest": "", "ports": [], "after": [],
                 "stopSignal": "TERM", "stopMillis": 1000, "lifetime": "SUPERVISED", "kind": "SERVICE",
                 "log": "x", "logStart": 0, "ready": true}
                """.formatted(service, mark, boot, main, main);
    }

    @Test
    void record_ofAPidThatIsAnotherProcessNow_isForgotten() throws Exception {
        assertLeftAlone("api", "{\"pid\": FOREIGN, \"start\": 1}");
    }

    /** The file may be opened for writing by anyone, and refuses what is written but by root. */
    private static boolean takesWhatIsWritten(Path file) {
        try {
            Files.writeString(file, Files.readString(file).strip());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void record_ofAPidThatWasGivenToAnother_isForgotten_andTheOtherLives() throws Exception {
        Path lastPid = Path.of("/proc/sys/kernel/ns_last_pid");
        org.junit.jupiter.api.Assumptions.assumeTrue(takesWhatIsWritten(lastPid), "needs root to choose the next pid");
        byte[] record;
        long pid;
        try (Supervisor supervisor = Supervisor.open(state())) {
            supervisor.start(ServiceSpec.of("api", "sleep", marker)).get();
            pid = supervisor.find("api").orElseThrow().pid().orElseThrow();
            record = Files.readAllBytes(state().resolve("services/api.json"));
        }
        Process foreign = null;
        try {
            // The next fork on this machine gets the number, and that may be somebody else's.
            for (int i = 0; i < 500 && (foreign == null || foreign.pid() != pid); i++) {
                if (foreign != null) {
                    foreign.destroyForcibly().waitFor();
                }
                Files.writeString(lastPid, Long.toString(pid - 1));
                foreign = new ProcessBuilder("sleep", marker).start();
            }
            org.junit.jupiter.api.Assumptions.assumeTrue(foreign != null && foreign.pid() == pid, "others took it");
            Files.write(state().resolve("services/api.json"), record);

            try (Supervisor supervisor = Supervisor.open(state())) {
                assertThat(supervisor.statuses()).isEmpty();
            }

            assertThat(state().resolve("services/api.json")).doesNotExist();
            assertThat(Outside.processes(marker)).containsExactly(pid);
        } finally {
            if (foreign != null) {
                foreign.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void record_ofOurselvesOrOurAncestors_isForgotten() throws Exception {
        for (ProcessHandle handle = ProcessHandle.current();
                ;
                handle = handle.parent().orElseThrow()) {
            List<String> stat = List.of(Files.readString(Path.of("/proc/" + handle.pid() + "/stat"))
                    .replaceAll(".*\\)", "")
                    .strip()
                    .split(" ", -1));
            if (handle.pid() > 1) {
                assertLeftAlone("api", "{\"pid\": " + handle.pid() + ", \"start\": " + stat.get(19) + "}");
            }
            if (handle.parent().isEmpty()) {
                return;
            }
        }
    }

    @Test
    void records_thatAreDamaged_areSetAside() throws IOException {
        Supervisor.open(state()).close();
        Path services = state().resolve("services");
        String process = "{\"pid\": 2, \"start\": 3}";
        String good = record("good", process);
        Files.writeString(services.resolve("empty.json"), "");
        Files.writeString(services.resolve("cut.json"), good.substring(0, 60));
        Files.write(services.resolve("nuls.json"), new byte[2048]);
        Files.write(services.resolve("long.json"), new byte[2 << 20]);
        Files.writeString(services.resolve("words.json"), "hello");
        Files.writeString(services.resolve("list.json"), "[]");
        Files.writeString(services.resolve("poor.json"), "{\"version\": 2}");
        Files.writeString(services.resolve("unsealed.json"), record("unsealed", process));
        Files.write(services.resolve("other.json"), RecordSeal.seal(good));
        Files.write(services.resolve("twice.json"), RecordSeal.seal(record("twice", process + ", \"ready\": true")));
        int number = 0;
        for (String[] change : new String[][] {
            {"\"version\": 2", "\"version\": 1"},
            {"\"version\": 2", "\"version\": 99"},
            {"TERM", "NONE"},
            {"\"pid\": 2", "\"pid\": 0"},
            {"\"pid\": 2", "\"pid\": -1"},
            {"\"pid\": 2", "\"pid\": 1"},
            {"\"pid\": 2", "\"pid\": 1099511627776"},
            {"\"pid\": 2", "\"pid\": \"x\""},
            {"\"pid\": 2", "\"pid\": \"2\""},
            {"\"pid\": 2", "\"pid\": 2.5"},
            {"\"start\": 3", "\"start\": 0"},
            {"\"start\": 3", "\"start\": null"},
            {"\"sessionLed\": true", "\"sessionLed\": \"yes\""},
            {"\"cgroup\": null", "\"cgroup\": 7"},
            {"\"boot\": \"", "\"boot\": \"\", \"was\": \""},
            {"\"mark\": \"", "\"mark\": \"\", \"was\": \""},
            {"/4123456789abcdef", "/"},
            {"/4123456789abcdef", "/4123456789abcdef "},
            {"\"ports\": []", "\"ports\": [0]"},
            {"\"ports\": []", "\"ports\": [65536]"},
            {"\"after\": []", "\"after\": [7]"},
            {"\"program\": \"sleep\"", "\"program\": \"\""},
        }) {
            String name = "field" + number++;
            String text = record(name, process);
            assertThat(text).contains(change[0]);
            Files.write(services.resolve(name + ".json"), RecordSeal.seal(text.replace(change[0], change[1])));
        }
        Files.createSymbolicLink(services.resolve("link.json"), services.resolve("other.json"));
        Files.createDirectories(services.resolve("folder.json/inner"));
        Files.createDirectories(services.resolve("draft.tmp/inner"));
        Files.writeString(services.resolve("draft.json.tmp"), "half");

        try (Supervisor supervisor = Supervisor.open(state())) {
            assertThat(supervisor.statuses()).isEmpty();
        }

        try (var files = Files.list(services)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(13 + number)
                    .allMatch(name -> name.endsWith(".unreadable") || name.equals("draft.tmp"));
        }
    }

    @Test
    void open_secondDamagedRecordOfAService_keepsTheFirst() throws IOException {
        for (int i = 0; i < 3; i++) {
            Supervisor.open(state()).close();
            Files.writeString(state().resolve("services/api.json"), "damage " + i);
        }
        Supervisor.open(state()).close();

        Path services = state().resolve("services");
        assertThat(services.resolve("api.unreadable")).hasContent("damage 0");
        assertThat(services.resolve("api.2.unreadable")).hasContent("damage 1");
        assertThat(services.resolve("api.3.unreadable")).hasContent("damage 2");
    }

    @Test
    void open_recordWithAnEmptyMark_signalsNoForeignProcess() throws Exception {
        killSupervisorOfTwo();
        String strangers = Outside.marker();
        Process stranger = new ProcessBuilder("sleep", strangers).start();
        try {
            Path record = state().resolve("services/api.json");
            String mark = Files.readString(record).replaceFirst("(?s).*\"mark\":\"([^\"]*)\".*", "$1");
            RecordSeal.change(record, "\"mark\":\"" + mark, "\"mark\":\"");

            try (Supervisor next = Supervisor.open(state())) {
                next.stop().get();
                assertThat(next.find("api")).isEmpty();
            }

            assertThat(Outside.processes(strangers)).hasSize(1);
            assertThat(state().resolve("services/api.unreadable")).exists();
            assertThat(Outside.processes(marker)).hasSize(1); // api, which nothing names any more
        } finally {
            stranger.destroyForcibly().waitFor();
            Outside.processes(marker).forEach(pid -> Outside.output("kill", "-KILL", Long.toString(pid)));
        }
    }

    @Test
    void open_damagedId_isFoundInTheRecords() throws IOException {
        for (String damage : List.of("", "x", "0123456789aB", "\0\0\0\0\0\0\0\0\0\0\0\0")) {
            try (OtherJvm other = OtherJvm.start(state(), Two.class, marker)) {
                other.awaitReady();
                other.kill();
            }
            String id = Files.readString(state().resolve("id"));
            Files.writeString(state().resolve("id"), damage);

            try (Supervisor next = Supervisor.open(state())) {
                assertThat(next.statuses()).hasSize(2).allMatch(ServiceStatus::adopted);
                assertThat(next.stop().get().clean()).isTrue();
            }
            assertThat(Files.readString(state().resolve("id"))).isEqualTo(id);
        }
        assertThat(state().resolve("id.4.unreadable")).exists();
    }

    @Test
    void open_recordThatNamesAForeignLog_rotatesItsOwn() throws IOException {
        killSupervisorOfTwo();
        Path foreign = Files.writeString(folder.resolve("foreign.txt"), "precious\n".repeat(100));
        Files.writeString(folder.resolve("foreign.txt.head"), "0 0");
        String own = state().resolve("logs/api.log").toString();
        RecordSeal.change(state().resolve("services/api.json"), own, foreign.toString());

        try (Supervisor next = Supervisor.open(state())) {
            next.rotate("api");
            next.stop().get();
        }
        assertThat(foreign).hasContent("precious\n".repeat(100));
        assertThat(folder.resolve("foreign.txt.1")).doesNotExist();
    }

    @Test
    void record_withATimeoutThatNeverEnds_canBeStopped() throws IOException {
        killSupervisorOfTwo();
        RecordSeal.change(
                state().resolve("services/api.json"),
                "\"stopMillis\":15000,",
                "\"stopMillis\":" + Long.MAX_VALUE + ",");

        try (Supervisor next = Supervisor.open(state())) {
            assertThat(next.stop().get().clean()).isTrue();
        }
    }

    @Test
    void record_ofAnotherBoot_isForgotten() throws Exception {
        Supervisor.open(state()).close();
        Path file = state().resolve("services/api.json");
        String self = "{\"pid\": " + ProcessHandle.current().pid() + ", \"start\": 3}";
        Files.write(file, RecordSeal.seal(record("api", self).replace("\"boot\": \"", "\"boot\": \"other")));

        try (Supervisor supervisor = Supervisor.open(state())) {
            assertThat(supervisor.statuses()).isEmpty();
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void stateDirectory_thatIsNotSafe_isRefused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Outside.output("chmod", "777", open.toString());
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("target")));
        Path file = Files.createFile(folder.resolve("file"));
        Path linkedLock = Files.createDirectory(folder.resolve("linked-lock"));
        Outside.output("chmod", "700", linkedLock.toString());
        Files.createSymbolicLink(linkedLock.resolve("lock"), file);

        for (Path path : List.of(open, link, file, linkedLock, Path.of("/proc/nowhere"))) {
            assertThatExceptionOfType(StateException.class).isThrownBy(() -> Supervisor.open(path));
        }
        assertThat(Files.size(file)).isZero();
    }

    @Test
    void stateDirectory_isForItsUserOnly() throws IOException {
        try (Supervisor supervisor = Supervisor.open(state())) {
            supervisor.start(ServiceSpec.of("api", "sleep", marker)).get();
            assertThat(Outside.output("sh", "-c", "cd " + state() + " && find . -perm /077 ! -type l"))
                    .isEmpty();
        }
    }

    @Test
    void stop_stateDirectoryDeletedWhileRunning_stops() {
        Supervisor supervisor = Supervisor.open(state());
        supervisor.start(ServiceSpec.of("api", "sleep", marker)).get();
        Outside.output("rm", "-rf", state().toString());

        assertThat(supervisor.stop().get().clean()).isTrue();
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() ->
                        supervisor.start(ServiceSpec.of("api", "sleep", marker)).get());
        supervisor.close();
    }
}

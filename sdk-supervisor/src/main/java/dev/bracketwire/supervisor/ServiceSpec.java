// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.Secret;
import dev.bracketwire.supervisor.internal.run.SpanLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Describes a service: what is run, how it is known to serve, and how it is stopped. It is immutable, and each method
 * gives a changed copy; what is wrong with it, the {@link Supervisor} reports all at once when it is handed over.
 *
 * <pre>{@code
 * ServiceSpec api = ServiceSpec.of("api", "java", "-jar", "api.jar")
 *         .directory(Path.of("/srv/api"))
 *         .environment("DB_PASSWORD", Secret.file(Path.of("/run/secrets/db")))
 *         .port(8000)
 *         .after("db")
 *         .ready(Probe.http("/health"))
 *         .restart(RestartPolicy.always());
 * }</pre>
 */
public final class ServiceSpec {
    private final SpecValues values;

    private ServiceSpec(SpecValues values) {
        this.values = values;
    }

    /**
     * Describes a long-running service. No shell is involved: the arguments reach the program as they are.
     *
     * @param name its name: letters, digits, dot, hyphen and underscore
     * @param program a name that is looked up in PATH, or a path, relative to the service's directory
     */
    public static ServiceSpec of(String name, String program, String... arguments) {
        List<String> command =
                Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
        return new ServiceSpec(new SpecValues(Objects.requireNonNull(name, "name"), command));
    }

    /** Describes a service that is a line for the system's shell; what is put into the line is not quoted. */
    public static ServiceSpec shell(String name, String line) {
        return System.getProperty("os.name", "").startsWith("Windows")
                ? of(name, "cmd.exe", "/c", line)
                : of(name, "sh", "-c", line);
    }

    private ServiceSpec with(Consumer<SpecValues> change) {
        SpecValues copy = new SpecValues(values);
        change.accept(copy);
        return new ServiceSpec(copy);
    }

    /** Sets the directory it runs in, the supervisor's own unless set. */
    public ServiceSpec directory(Path path) {
        Objects.requireNonNull(path, "path");
        return with(copy -> copy.directory = path);
    }

    /** Adds a variable to its environment, which is the supervisor's own besides. */
    public ServiceSpec environment(String variable, String value) {
        return with(copy -> copy.environment = added(copy.environment, variable, value));
    }

    /** Adds a variable whose value is asked for at each start; a new value alone is no changed service. */
    public ServiceSpec environment(String variable, Secret value) {
        return with(copy -> copy.secrets = added(copy.secrets, variable, value));
    }

    /** Adds a TCP port it listens on, which must be free before it starts and is free again after it stopped. */
    public ServiceSpec port(int number) {
        return with(copy -> copy.ports = added(copy.ports, number));
    }

    /** Adds services that must be ready, or have completed, before this one is started; they are stopped after it. */
    public ServiceSpec after(String... names) {
        return with(copy -> copy.after =
                Stream.concat(copy.after.stream(), Stream.of(names)).distinct().toList());
    }

    /** Sets the signal that asks it to end, {@link StopSignal#TERM} unless set. */
    public ServiceSpec stopSignal(StopSignal signal) {
        Objects.requireNonNull(signal, "signal");
        return with(copy -> copy.stopSignal = signal);
    }

    /** Sends the stop signal to the main process only; what else belongs to the service is killed at the end if it stays. */
    public ServiceSpec stopSignalToMainOnly() {
        return with(copy -> copy.mainOnly = true);
    }

    /**
     * Sets a command that is run first to stop it, in its directory and environment. It has half of the stop timeout; the
     * signal follows its end, and the rest of the timeout is left for that.
     */
    public ServiceSpec stopCommand(String program, String... arguments) {
        List<String> command =
                Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
        return with(copy -> copy.stopCommand = command);
    }

    /** Sets how long it may take to end once it is asked, 15 s unless set; then it is killed. */
    public ServiceSpec stopTimeout(Duration limit) {
        Duration capped = SpanLimits.capped(limit);
        return with(copy -> copy.stopTimeout = capped);
    }

    /** Sets how long it may take to become ready, 60 s unless set; then the start has failed. */
    public ServiceSpec startTimeout(Duration limit) {
        Duration capped = SpanLimits.capped(limit);
        return with(copy -> copy.startTimeout = capped);
    }

    /** Sets when it is started again, {@link RestartPolicy#onFailure()} unless set. */
    public ServiceSpec restart(RestartPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(copy -> copy.restart = policy);
    }

    /** Sets a probe of its own for the start, before which no other is asked; it is asked every 250 ms at least. */
    public ServiceSpec startup(Probe probe) {
        return with(copy -> copy.startup = Objects.requireNonNull(probe, "probe"));
    }

    /** Sets the probe that tells whether it serves, at the start too if that has none; a failure makes it unhealthy. */
    public ServiceSpec ready(Probe probe) {
        return with(copy -> copy.ready = Objects.requireNonNull(probe, "probe"));
    }

    /** Sets the probe that tells whether it lives; a failure restarts it, as its policy allows. */
    public ServiceSpec live(Probe probe) {
        return with(copy -> copy.live = Objects.requireNonNull(probe, "probe"));
    }

    /** Sets how its output is kept, {@link Logs#file()} unless set. */
    public ServiceSpec logs(Logs policy) {
        return with(copy -> copy.logs = Objects.requireNonNull(policy, "policy"));
    }

    /** Sets the exit codes that are a success, 0 alone unless set. */
    public ServiceSpec successCodes(int... codes) {
        return with(copy -> copy.successCodes = IntStream.of(codes).boxed().collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Makes it a task that runs once: it is {@link ServiceState#COMPLETED} when it exits with success. Under one supervisor
     * it runs again only if it failed, if its spec changed, or if a restart names it.
     */
    public ServiceSpec oneShot() {
        return with(copy -> copy.kind = Kind.ONE_SHOT);
    }

    /**
     * Says that its first process ends with success while another one serves, as {@code redis-server --daemonize yes}. A
     * process counts as the one that serves only if it is proven to come from the first: by cgroup, mark, session or
     * descent. Without a probe or port, the service is ready when that process is still there a tenth of a second later.
     */
    public ServiceSpec daemonizes() {
        return with(copy -> copy.kind = Kind.DAEMON);
    }

    /** Sets what becomes of it when the supervisor ends, {@link Lifetime#SUPERVISED} unless set. */
    public ServiceSpec lifetime(Lifetime choice) {
        return with(copy -> copy.lifetime = Objects.requireNonNull(choice, "choice"));
    }

    /** Adds something of your own, which its status carries. */
    public ServiceSpec data(String key, String value) {
        return with(copy -> copy.data = added(copy.data, key, value));
    }

    private static <V> Map<String, V> added(Map<String, V> map, String key, V value) {
        Map<String, V> copy = new LinkedHashMap<>(map);
        copy.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return Map.copyOf(copy);
    }

    private static <V> List<V> added(List<V> list, V value) {
        return Stream.concat(list.stream(), Stream.of(value)).distinct().toList();
    }

    /** Its name. */
    public String name() {
        return values.name;
    }

    /** The program and its arguments. */
    public List<String> command() {
        return values.command;
    }

    /** The directory it runs in, if it is not the supervisor's own. */
    public Optional<Path> directory() {
        return Optional.ofNullable(values.directory);
    }

    /** The variables added to its environment. */
    public Map<String, String> environment() {
        return values.environment;
    }

    /** The variables added to its environment that are asked for at each start. */
    public Map<String, Secret> secrets() {
        return values.secrets;
    }

    /** The ports it listens on. */
    public List<Integer> ports() {
        return values.ports;
    }

    /** The services it comes after. */
    public List<String> after() {
        return values.after;
    }

    /** The signal that asks it to end. */
    public StopSignal stopSignal() {
        return values.stopSignal;
    }

    /** Whether that signal is for the main process only. */
    public boolean signalsMainOnly() {
        return values.mainOnly;
    }

    /** The command that stops it; empty if there is none. */
    public List<String> stopCommand() {
        return values.stopCommand;
    }

    /** How long it may take to end. */
    public Duration stopTimeout() {
        return values.stopTimeout;
    }

    /** How long it may take to become ready. */
    public Duration startTimeout() {
        return values.startTimeout;
    }

    /** When it is started again. */
    public RestartPolicy restart() {
        return values.restart;
    }

    /** The probe for the start: its own, else the one for readiness, else that it listens if it has ports. */
    public Optional<Probe> startup() {
        if (values.startup != null || values.ready != null) {
            return Optional.ofNullable(values.startup == null ? values.ready : values.startup);
        }
        return values.ports.isEmpty() ? Optional.empty() : Optional.of(Probe.listening());
    }

    /** The probe that tells whether it serves. */
    public Optional<Probe> ready() {
        return Optional.ofNullable(values.ready);
    }

    /** The probe that tells whether it lives. */
    public Optional<Probe> live() {
        return Optional.ofNullable(values.live);
    }

    /** How its output is kept. */
    public Logs logs() {
        return values.logs;
    }

    /** The exit codes that are a success. */
    public Set<Integer> successCodes() {
        return values.successCodes;
    }

    /** What kind it is. */
    public Kind kind() {
        return values.kind;
    }

    /** What becomes of it when the supervisor ends. */
    public Lifetime lifetime() {
        return values.lifetime;
    }

    /** What its user added. */
    public Map<String, String> data() {
        return values.data;
    }

    /** Its name and program; never an argument or a variable. */
    @Override
    public String toString() {
        return "ServiceSpec(" + values.name + ": " + values.command.get(0) + ")";
    }

    /** What kind of service it is. */
    public enum Kind {
        /** Its first process serves until it is stopped. */
        SERVICE,
        /** It does something and ends. */
        ONE_SHOT,
        /** Its first process starts the one that serves, and ends. */
        DAEMON
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.os.Cgroup;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.os.OwnershipProof;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessTree;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what is bound to this supervisor when it dies without a word: a small shell that waits for the end of a pipe,
 * which comes with the end of this JVM, and then stops what belongs to the bound runs. PR_SET_PDEATHSIG would not do: it
 * fires when the thread ends that started the child.
 *
 * <p>A program may overwrite its environment, and with it the mark. So this JVM also writes into the pipe which session,
 * cgroup and other known members each bound run has. The shell applies the rules of {@code OwnershipProof}: each process
 * needs one complete proof, or descends from one that has it. Process 1, the shell, its ancestors, and processes older
 * than the supervisor or the leader are excluded.
 */
final class OrphanGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanGuard.class);

    /**
     * Asks each process once, and kills what is left after ten seconds, until twenty are over. It reads lines of the form
     * {@code note RUN member PID START}, {@code note RUN session PID START}, {@code note RUN cgroup SINCE PATH} and
     * {@code forget RUN}; a line that was cut by the end of the JVM counts for nothing. Its arguments are the variable with
     * the mark, the start of the supervisor, and the notes that there are already, without their first word.
     */
    private static final String SCRIPT = """
            trap '' TERM INT HUP
            notes=$2
            line='
            '
            while read -r what run note; do
                case $what in
                note)
                    notes="$notes$run $note$line" ;;
                forget)
                    kept=''
                    while read -r of note; do
                        [ -z "$of" ] || [ "$of" = "$run" ] || kept="$kept$of $note$line"
                    done <<END
            $notes
            END
                    notes=$kept ;;
                esac
            done

            row() { # PID: sets state, parent, session and start
                text=''
                { while read -r part; do text="$text $part"; done < "/proc/$1/stat"; } 2>/dev/null
                set -- ${text##*)}
                [ $# -ge 20 ] || return 1
                state=$1 parent=$2 session=$4 start=${20}
            }
            own() { # PID START SINCE: notes that the process is ours, unless it can never be
                case "$excluded$owned" in *" $1:"*) return ;; esac
                [ "$1" -gt 1 ] && [ "$2" -ge "$3" ] && [ "$2" -ge "$born" ] && owned="$owned$1:$2 "
            }
            started() { # PID: sets begun to its start, empty if there is no such process
                begun=''
                case "$rows" in *"$line$1 "*) begun=${rows#*"$line$1 "}; begun=${begun%%"$line"*}; begun=${begun##* } ;; esac
            }
            grouped() { # FOLDER: adds the processes of a cgroup and of those below it to pids
                [ -r "$1/cgroup.procs" ] || return
                while read -r pid; do pids="$pids $pid"; done < "$1/cgroup.procs"
                for below in "$1"/*/; do [ -d "$below" ] && grouped "${below%/}"; done
            }
            group() { # FOLDER SINCE: proves the processes of a cgroup, if no other can be in it
                pids=''
                grouped "$1" 2>/dev/null
                for pid in $pids; do
                    started "$pid"
                    case "$excluded" in *" $pid:"*) return ;; esac
                    [ "$pid" -gt 1 ] && [ "${begun:-$2}" -ge "$2" ] || return
                done
                for pid in $pids; do started "$pid"; [ -n "$begun" ] && own "$pid" "$begun" "$2"; done
            }
            session() { # NUMBER START: proves a session that its leader holds, or one of ours if the leader is gone
                started "$1"
                held=''
                [ "$begun" = "$2" ] && [ "$2" -gt 0 ] && held=yes
                if [ -z "$begun" ]; then
                    while read -r pid state parent in begun; do
                        case "$owned" in *" $pid:"*) [ "$in" = "$1" ] && held=yes ;; esac
                    done <<END
            $rows
            END
                fi
                [ -z "$held" ] || while read -r pid state parent in begun; do
                    [ "$in" = "$1" ] && own "$pid" "$begun" "$2"
                done <<END
            $rows
            END
            }
            look() { # sets rows to all processes, and owned to those that are ours
                rows=$line
                for folder in /proc/[0-9]*; do
                    row "${folder#/proc/}" && rows="$rows${folder#/proc/} $state $parent $session $start$line"
                done
                excluded=' 0:'
                up=$$
                while [ "$up" -gt 0 ]; do
                    excluded="$excluded $up:"
                    row "$up" && up=$parent || up=0
                done
                owned=' '
                for folder in $(grep -lzFx -e "$0" /proc/[0-9]*/environ 2>/dev/null); do
                    folder=${folder#/proc/}
                    started "${folder%/environ}"
                    [ -n "$begun" ] && own "${folder%/environ}" "$begun" 0
                done
                for kind in member cgroup session; do
                    while read -r of what first second; do
                        case $what.$kind in
                        member.member)
                            started "$first"
                            [ "$begun" = "$second" ] && own "$first" "$second" 0 ;;
                        cgroup.cgroup) group "$second" "$first" ;;
                        session.session) session "$first" "$second" ;;
                        esac
                    done <<END
            $notes
            END
                done
                before=''
                while [ "$owned" != "$before" ]; do
                    before=$owned
                    while read -r pid state parent in begun; do
                        case "$owned" in *" $parent:"*)
                            since=${owned##*" $parent:"}
                            own "$pid" "$begun" "${since%% *}" ;;
                        esac
                    done <<END
            $rows
            END
                done
            }
            born=$1
            asked=' '
            empty=0
            read -r now rest < /proc/uptime
            kill=$((${now%%.*} + 10))
            end=$((${now%%.*} + 20))
            while [ $empty -lt 2 ] && [ "${now%%.*}" -lt $end ]; do
                look
                empty=$((empty + 1))
                for process in $owned; do
                    pid=${process%:*}
                    row "$pid" && [ "$start" = "${process#*:}" ] || continue
                    case $state in Z | X) continue ;; esac
                    empty=0
                    if [ "${now%%.*}" -ge $kill ]; then
                        kill -KILL "$pid" 2>/dev/null
                    else
                        case "$asked" in *" $process "*) continue ;; esac
                        asked="$asked$process "
                        kill -TERM "$pid" 2>/dev/null
                    fi
                done
                sleep 0.1
                read -r now rest < /proc/uptime
            done
            """;

    private static final int LONGEST_ARGUMENT = 64 << 10;

    private static final String VARIABLE = "BRACKETWIRE_BOUND";

    /** One that ends sooner would again, so no other follows it before it is needed. */
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Path setsid;
    private final @Nullable Path sh;
    private final String id;
    private final long born;
    private final Map<String, List<String>> notes = new LinkedHashMap<>();
    private String mark = "";
    private @Nullable OutputStream pipe;

    /** Prepares a guard for the supervisor with this id, whose process started at this moment of the process table. */
    OrphanGuard(@Nullable Path setsid, @Nullable Path sh, String id, long born) {
        this.setsid = setsid;
        this.sh = sh;
        this.id = id;
        this.born = born;
    }

    /** Whether there can be one here. */
    static boolean possible(@Nullable Path setsid, @Nullable Path sh) {
        return setsid != null && sh != null;
    }

    /** Puts what is started with this environment under the guard, and starts that first if there is none. */
    synchronized void cover(Map<String, String> environment) {
        if (pipe == null && setsid != null && sh != null) {
            mark = id + "-" + UUID.randomUUID(); // its own: one that was forked and then lost guards nobody
            start(setsid, sh);
        }
        environment.put(VARIABLE, mark);
    }

    /** Notes the cgroup of a bound run that is about to start, so that no process of it goes unnoticed. */
    void expect(ServiceRecord record, @Nullable Cgroup cgroup) {
        note(record, cgroup, Set.of());
    }

    /** Notes by what the guard finds the processes of a bound run, besides the mark in their environment. */
    void watch(ServiceRecord record, ProcessTree processTree) {
        processTree.record(apart -> note(record, processTree.cgroup(), apart));
    }

    private synchronized void note(ServiceRecord record, @Nullable Cgroup cgroup, Set<ProcessId> apart) {
        ProcessId leader = record.leader();
        List<String> lines = new ArrayList<>();
        if (leader != null && OwnershipProof.complete(leader)) {
            lines.add("member " + leader.pid() + " " + leader.start());
            if (record.sessionLed()) {
                lines.add("session " + leader.pid() + " " + leader.start());
            }
        }
        if (cgroup != null) {
            lines.add("cgroup " + (leader == null ? 0 : leader.start()) + " " + cgroup.folder());
        }
        apart.forEach(member -> lines.add("member " + member.pid() + " " + member.start()));
        if (!lines.equals(notes.put(record.mark(), lines))) {
            write(forgetting(record.mark()) + noting(record.mark(), lines));
        }
    }

    /** Forgets a run that has ended. */
    synchronized void forget(String run) {
        if (notes.remove(run) != null) {
            write(forgetting(run));
        }
    }

    private static String forgetting(String run) {
        return "forget " + run + "\n";
    }

    private static String noting(String run, List<String> lines) {
        return lines.stream().map(line -> "note " + run + " " + line + "\n").collect(Collectors.joining());
    }

    private void write(String lines) {
        OutputStream own = pipe;
        if (own == null) {
            return; // the next guard gets all notes when it starts
        }
        try {
            own.write(lines.getBytes(StandardCharsets.UTF_8));
            own.flush();
        } catch (IOException e) {
            LOG.debug("the guard has ended, and its successor gets the notes: {}", e.toString());
        }
    }

    private void start(Path setsid, Path sh) {
        List<String> command = new ArrayList<>(List.of(setsid.toString(), sh.toString(), "-c", SCRIPT));
        command.add(VARIABLE + "=" + mark);
        command.add(Long.toString(born));
        // As an argument they are there before the JVM can end; the system limits its length.
        String known = notes.entrySet().stream()
                .map(run -> noting(run.getKey(), run.getValue()))
                .collect(Collectors.joining());
        boolean fits = known.length() < LONGEST_ARGUMENT;
        command.add(fits ? known.replaceAll("(?m)^note ", "") : "");
        try {
            Process guard = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            OutputStream own = guard.getOutputStream();
            pipe = own;
            if (!fits) {
                write(known);
            }
            long begun = System.nanoTime();
            guard.onExit().thenRun(() -> {
                boolean soon = System.nanoTime() - begun < SHORTEST;
                follow(own, soon, setsid, sh);
            });
        } catch (IOException e) {
            throw new LaunchException(
                    "no guard could be started for what ends with this supervisor: " + e.getMessage());
        }
    }

    /** Starts another where somebody ended the one there was, under its mark, as that is what the services carry. */
    private synchronized void follow(OutputStream ended, boolean soon, Path setsid, Path sh) {
        if (pipe != ended) {
            return; // let go, or another's already
        }
        close();
        if (soon) {
            LOG.error(
                    "the guard of what ends with this supervisor ended at once: restart what is bound to it, for another");
            return;
        }
        LOG.warn("the guard of what ends with this supervisor was ended by somebody, and is followed by another");
        try {
            start(setsid, sh);
        } catch (LaunchException e) {
            LOG.error("{}: restart what is bound to this supervisor, for another", e.getMessage());
        }
    }

    /** Lets it go; it stops what is left under it, which is nothing after an orderly end. */
    @Override
    public synchronized void close() {
        if (pipe != null) {
            try {
                pipe.close();
            } catch (IOException e) {
                LOG.debug("the guard has ended before: {}", e.toString());
            }
            pipe = null;
        }
    }
}

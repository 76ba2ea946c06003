// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.CallThreads;
import dev.bracketwire.supervisor.internal.os.Cgroup;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.os.OwnershipProof;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessTree;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import dev.bracketwire.supervisor.internal.state.StateDirectory;
import java.io.IOException;
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
 * <p>A program may overwrite its environment, and with it the mark. So this JVM also keeps a file of the session, the
 * cgroup and the other known members of each bound run, which the shell reads once, after the pipe has ended. Nothing
 * goes through the pipe, so nothing here ever waits for the shell. A thread of its own writes the file whenever the notes
 * have changed, at once and without a rest, and what changes during one write goes into the next: what loses its mark and
 * this JVM in the millisecond between is lost to the guard; what has its mark is found without a note.
 *
 * <p>The shell applies the rules of {@code OwnershipProof}: each process needs one complete proof, or descends from one
 * that has it. Process 1, the shell, its ancestors, and processes older than the supervisor or the leader are excluded.
 */
final class OrphanGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanGuard.class);

    /**
     * Asks each process once, and kills what is left ten seconds after the first was asked, until twenty are over and for
     * a last time then. A process that was found stays found until it is gone, whatever becomes of its proof. The notes
     * are lines of the form {@code member PID START}, {@code session PID START} and {@code cgroup SINCE PATH} below a first
     * line with the mark, which says whose notes they are; a line without its end counts for nothing. The arguments are
     * the variable with the mark, the start of the supervisor, and the file of the notes.
     */
    private static final String SCRIPT = """
            trap '' TERM INT HUP
            line='
            '
            while read -r text; do :; done
            notes=$(cat "$2" 2>/dev/null; echo .)
            notes=${notes%"$line"*}
            case $notes in "$0$line"*) notes=${notes#*"$line"} ;; *) notes='' ;; esac

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
            started() { # PID: sets begun to its start in this look, empty if there is no such process
                begun=''
                case $1 in '' | *[!0-9]*) return ;; esac
                eval "begun=\\${start_$1-}"
                case $begun in $looks:*) begun=${begun#*:} ;; *) begun='' ;; esac
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
            sessions() { # proves each session that its leader holds, or one of ours if the leader is gone
                ours=' '
                while read -r pid state parent in begun; do
                    case "$owned" in *" $pid:"*) ours="$ours$in " ;; esac
                done <<END
            $rows
            END
                while read -r what number first; do
                    [ "$what" = session ] && [ "$number" -gt 1 ] && [ "$first" -gt 0 ] || continue
                    case $number$first in *[!0-9]*) continue ;; esac
                    started "$number"
                    if [ -z "$begun" ]; then
                        case "$ours" in *" $number "*) eval "held_$number=$looks:$first" ;; esac
                    elif [ "$begun" = "$first" ]; then
                        eval "held_$number=$looks:$first"
                    fi
                done <<END
            $notes
            END
                while read -r pid state parent in begun; do
                    case $in in '' | *[!0-9]*) continue ;; esac
                    eval "first=\\${held_$in-}"
                    case $first in $looks:*) own "$pid" "$begun" "${first#*:}" ;; esac
                done <<END
            $rows
            END
            }
            look() { # sets rows to all processes, and adds to owned those that are ours
                rows=$line
                looks=$((looks + 1))
                for folder in /proc/[0-9]*; do
                    folder=${folder#/proc/}
                    row "$folder" || continue
                    rows="$rows$folder $state $parent $session $start$line"
                    eval "start_$folder=$looks:$start" # a search in rows would cost the square of its length
                done
                excluded=' 0:'
                up=$$
                while [ "$up" -gt 0 ]; do
                    excluded="$excluded $up:"
                    row "$up" && up=$parent || up=0
                done
                before=$owned
                owned=' '
                for process in $before; do
                    started "${process%:*}"
                    [ "$begun" = "${process#*:}" ] && own "${process%:*}" "$begun" 0
                done
                for folder in $(grep -lzFx -e "$0" /proc/[0-9]*/environ 2>/dev/null); do
                    folder=${folder#/proc/}
                    started "${folder%/environ}"
                    [ -n "$begun" ] && own "${folder%/environ}" "$begun" 0
                done
                for kind in member cgroup; do
                    while read -r what first second; do
                        case $what.$kind in
                        member.member)
                            started "$first"
                            [ "$begun" = "$second" ] && own "$first" "$second" 0 ;;
                        cgroup.cgroup) group "$second" "$first" ;;
                        esac
                    done <<END
            $notes
            END
                done
                sessions 2>/dev/null
                before=''
                while [ "$owned" != "$before" ]; do
                    before=$owned
                    while read -r pid state parent in begun; do
                        case "$owned" in *" $parent:"*)
                            since=$begun
                            started "$parent"
                            own "$pid" "$since" "$begun" ;;
                        esac
                    done <<END
            $rows
            END
                done
            }
            born=$1
            looks=0
            owned=' '
            asked=' '
            empty=0
            end=''
            last=''
            while [ $empty -lt 2 ] && [ -z "$last" ]; do
                look
                read -r now rest < /proc/uptime
                now=${now%%.*}
                [ -n "$end" ] || end=$((now + 20)) # after the first look, however long that took
                [ "$now" -lt $end ] || last=yes
                empty=$((empty + 1))
                for process in $owned; do
                    pid=${process%:*}
                    row "$pid" && [ "$start" = "${process#*:}" ] || continue
                    case $state in Z | X) continue ;; esac
                    empty=0
                    if [ "$now" -ge $((end - 10)) ]; then
                        kill -KILL "$pid" 2>/dev/null
                    else
                        case "$asked" in *" $process "*) continue ;; esac
                        asked="$asked$process "
                        kill -TERM "$pid" 2>/dev/null
                    fi
                done
                [ -n "$last" ] || sleep 0.1
            done
            """;

    private static final String VARIABLE = "BRACKETWIRE_BOUND";

    /** One that ends sooner would again, so no other follows it before it is needed. */
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

    /** So long the end of this supervisor waits for the last notes, if the disk does not answer. */
    private static final long LONGEST_WRITE_MILLIS = 1000;

    /** A guard that was let go needs less, unless it was stopped. */
    private static final long LONGEST_END_SECONDS = 60;

    private final @Nullable Path setsid;
    private final @Nullable Path sh;
    private final StateDirectory state;
    private final long born;
    private final Map<String, List<String>> notes = new LinkedHashMap<>();
    private String mark = "";
    private @Nullable Process guard;
    private @Nullable Thread writer;
    private boolean changed;
    private boolean closed;

    /** Prepares a guard for the supervisor of this directory, whose process started at this moment of the process table. */
    OrphanGuard(@Nullable Path setsid, @Nullable Path sh, StateDirectory state, long born) {
        this.setsid = setsid;
        this.sh = sh;
        this.state = state;
        this.born = born;
    }

    /** Whether there can be one here. */
    static boolean possible(@Nullable Path setsid, @Nullable Path sh) {
        return setsid != null && sh != null;
    }

    /** Puts what is started with this environment under the guard, and starts that first if there is none. */
    synchronized void cover(Map<String, String> environment) {
        if (guard == null && setsid != null && sh != null) {
            mark = state.id() + "-" + UUID.randomUUID(); // its own: one that was forked and then lost guards nobody
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
        List<String> before = lines.isEmpty() ? notes.remove(record.mark()) : notes.put(record.mark(), lines);
        if (!lines.equals(before == null ? List.of() : before)) {
            changed();
        }
    }

    /** Forgets a run that has ended. */
    synchronized void forget(String run) {
        if (notes.remove(run) != null) {
            changed();
        }
    }

    private synchronized void changed() {
        changed = true;
        notifyAll();
        if (writer == null && guard != null) {
            try {
                writer = CallThreads.startThread("guard-notes", this::keepNotes);
            } catch (OutOfMemoryError e) {
                LOG.warn(
                        "the next change is noted for the guard, as there is no thread for this one: {}", e.toString());
            }
        }
    }

    /** Writes the notes whenever they have changed, until the end; what changed meanwhile is written together. */
    private void keepNotes() {
        try {
            for (String text = next(); text != null; text = next()) {
                try {
                    state.guardNotes(text);
                } catch (IOException e) {
                    LOG.warn("the guard does not get to know what lost its mark: {}", e.toString());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("nobody interrupts this thread", e);
        }
    }

    /** Waits for the next text to write; null at the end. */
    private synchronized @Nullable String next() throws InterruptedException {
        while (!changed && !closed) {
            wait();
        }
        if (!changed) {
            return null;
        }
        changed = false;
        return notes.values().stream()
                .flatMap(List::stream)
                .map(line -> line + "\n")
                .collect(Collectors.joining("", VARIABLE + "=" + mark + "\n", ""));
    }

    private void start(Path setsid, Path sh) {
        List<String> command = List.of(
                setsid.toString(),
                sh.toString(),
                "-c",
                SCRIPT,
                VARIABLE + "=" + mark,
                Long.toString(born),
                state.guardNotes().toString());
        try {
            Process own = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            guard = own;
            changed(); // under the new mark
            long begun = System.nanoTime();
            own.onExit().thenRun(() -> follow(own, System.nanoTime() - begun < SHORTEST, setsid, sh));
        } catch (IOException e) {
            throw new LaunchException(
                    "no guard could be started for what ends with this supervisor: " + e.getMessage());
        }
    }

    /** Starts another where somebody ended the one there was, under its mark, as that is what the services carry. */
    private synchronized void follow(Process ended, boolean soon, Path setsid, Path sh) {
        if (guard != ended || closed) {
            return; // let go, or another's already
        }
        guard = null;
        letGo(ended);
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

    private static void letGo(Process own) {
        try {
            own.getOutputStream().close(); // nothing was written into it, so this does not wait
        } catch (IOException e) {
            LOG.debug("the guard has ended before: {}", e.toString());
        }
    }

    /** Lets it go; it stops what is left under it, which is nothing after an orderly end. One that was stopped is ended. */
    @Override
    public void close() {
        Process own;
        Thread last;
        synchronized (this) {
            closed = true;
            notifyAll();
            own = guard;
            guard = null;
            last = writer;
            writer = null;
        }
        if (last != null) {
            try {
                last.join(LONGEST_WRITE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (own != null) {
            letGo(own);
            own.onExit().orTimeout(LONGEST_END_SECONDS, TimeUnit.SECONDS).whenComplete((ended, late) -> {
                if (late != null) {
                    own.destroyForcibly();
                }
            });
        }
    }
}

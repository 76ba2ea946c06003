// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.CallThreads;
import dev.bracketwire.examples.tournament.Ports;
import dev.bracketwire.examples.tournament.TournamentApp;
import java.util.ArrayList;
import java.util.List;

/** Starts the work in the background of an application. Work whose port is missing waits for a node that has it. */
public final class BackgroundWork {
    private BackgroundWork() {}

    /** Starts all of it; each part is stopped by closing it, in the order of the list. */
    public static List<AutoCloseable> start(TournamentApp app, WorkPace pace) {
        CallThreads threads = CallThreads.create("tournament-work");
        Ports ports = app.ports();
        List<WorkLoop> loops = new ArrayList<>();
        loops.add(new WorkLoop(app, threads, "windows", "work", pace.look(), new WindowSchedule()));
        loops.add(new WorkLoop(app, threads, "verification", "work", pace.look(), new VerificationRetry()));
        if (ports.messages() != null) {
            loops.add(new WorkLoop(
                    app, threads, "messages", "messages", pace.look(), new MessageDelivery(ports.messages())));
        }
        if (ports.roles() != null) {
            loops.add(new WorkLoop(app, threads, "roles", "work", pace.look(), new RoleFollower(ports.roles())));
        }
        if (ports.sheets() != null) {
            loops.add(new WorkLoop(
                    app, threads, "sheets", "work", pace.look(), new SheetFollower(ports.sheets(), pace.sheets())));
        }
        List<AutoCloseable> all = new ArrayList<>();
        all.add(() -> loops.forEach(WorkLoop::stop)); // so that they end at the same time
        all.addAll(loops);
        all.add(threads);
        return all;
    }
}

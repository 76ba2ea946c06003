// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.ShowServiceLog;
import dev.bracketwire.examples.tournament.state.RandomIds;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens event streams. It is a separate servlet, since Javalin ends a response by itself when the client is gone. */
final class EventServlet extends HttpServlet {
    private static final Logger log = LoggerFactory.getLogger(EventServlet.class);
    private static final long serialVersionUID = 1L;
    private static final String LOG = "/log/";

    private final transient TournamentApp app;
    private final transient EventStream events;
    private final transient Requester.Finder requesters;
    private final transient RequestRefusals refusals;
    private final transient ServiceLogs logs;

    EventServlet(
            TournamentApp app,
            EventStream events,
            Requester.Finder requesters,
            RequestRefusals refusals,
            ServiceLogs logs) {
        this.app = app;
        this.events = events;
        this.requesters = requesters;
        this.refusals = refusals;
        this.logs = logs;
    }

    /** Takes GET only: of a HEAD nobody would notice that its client is gone, and TRACE sends cookies back. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("GET")) {
            doGet(request, response);
            return;
        }
        ApiServer.SAFETY.forEach(response::setHeader);
        response.setHeader("Allow", "GET");
        ApiAnswers.send(
                response,
                405,
                new Answer.Refused(RandomIds.answer(), "A stream is read by GET.", Reason.INVALID, List.of()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ApiServer.SAFETY.forEach(response::setHeader);
        Caller caller = Caller.visitor(Face.WEB);
        try {
            Requester requester = requesters.of(request);
            caller = requester.caller();
            String path = request.getPathInfo();
            if (path == null || path.equals("/")) {
                events.open(request, response, requester);
            } else if (path.startsWith(LOG)) {
                openLog(request, response, requester, path.substring(LOG.length()));
            } else {
                throw new Refusal(Reason.NOT_FOUND, "There is no such stream, only /events and /events/log/SERVICE.");
            }
        } catch (Refusal refusal) {
            Answer answer = refusals.refused("events", caller, refusal);
            ApiAnswers.send(response, ApiAnswers.status(answer), answer);
        } catch (BracketwireException e) {
            String id = RandomIds.answer();
            log.error("{} a stream could not be opened", id, e);
            Answer answer = new Answer.Failed(
                    id, "The stream cannot be opened. Try again in a minute, and name the id " + id + ".");
            ApiAnswers.send(response, ApiAnswers.status(answer), answer);
        }
    }

    private void openLog(HttpServletRequest request, HttpServletResponse response, Requester requester, String service)
            throws IOException {
        Answer allowed =
                app.run(new ShowServiceLog(service, 1), requester.caller()).get();
        if (allowed.done()) {
            events.openLog(request, response, requester, logs, service);
        } else {
            ApiAnswers.send(response, ApiAnswers.status(allowed), allowed);
        }
    }
}

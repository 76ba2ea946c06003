// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a request.
 *
 * @param caller the person and the interface
 * @param session the id of the session of a browser; null for visitors and programs
 */
record Requester(Caller caller, @Nullable String session) {
    /** The name of the cookie that holds the id of the session. */
    static final String COOKIE = "bw_session";

    /** Whether the sender is not signed in. */
    boolean visitor() {
        return caller.person() == null;
    }

    /** Identifies the senders of requests, and refuses requests that another site made a browser send. */
    static final class Finder {
        private static final Pattern DISCORD_ID = Pattern.compile("[0-9]{5,20}");
        private static final int LONGEST_NAME = 80;

        private final TournamentApp app;
        private final Sessions sessions;
        private final URI publicAddress;

        Finder(TournamentApp app, Sessions sessions, URI publicAddress) {
            this.app = app;
            this.sessions = sessions;
            this.publicAddress = publicAddress;
        }

        /** Returns the sender; refuses a bad token, and a change by a browser that lacks the token of the page. */
        Requester of(HttpServletRequest request) {
            String authorization = request.getHeader("Authorization");
            if (authorization != null) {
                return program(request, authorization);
            }
            Requester requester = browser(request);
            if (!requester.visitor() && !isSafe(request)) {
                insistOnOwnPage(request, requester);
            }
            return requester;
        }

        private static boolean isSafe(HttpServletRequest request) {
            String method = request.getMethod();
            return method.equals("GET") || method.equals("HEAD");
        }

        /** Returns the sender by the session cookie, without the check for other sites. */
        Requester browser(HttpServletRequest request) {
            String id = cookie(request);
            Optional<String> person = id == null ? Optional.empty() : sessions.find(id);
            return person.isEmpty()
                    ? new Requester(Caller.visitor(Face.WEB), null)
                    : new Requester(Caller.of(person.get(), Face.WEB), id);
        }

        private static @Nullable String cookie(HttpServletRequest request) {
            Cookie[] cookies = request.getCookies();
            for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return cookie.getValue();
                }
            }
            return null;
        }

        private void insistOnOwnPage(HttpServletRequest request, Requester requester) {
            String origin = request.getHeader("Origin");
            if (origin != null && !origin.equals(origin(publicAddress))) {
                throw new Refusal(
                        Reason.FORBIDDEN,
                        "This request comes from another site. Open " + publicAddress + " and do it there.");
            }
            String site = request.getHeader("Sec-Fetch-Site");
            if (site != null && !site.equals("same-origin")) {
                throw new Refusal(
                        Reason.FORBIDDEN,
                        "This request comes from another site. Open " + publicAddress + " and do it there.");
            }
            String token = request.getHeader("X-CSRF-Token");
            if (token == null || !RandomSecrets.same(token, Sessions.csrf(String.valueOf(requester.session())))) {
                throw new Refusal(
                        Reason.FORBIDDEN,
                        "This request lacks the token of your session. Load the page again, then repeat it. A"
                                + " program sends the csrf of /api/session as X-CSRF-Token, or uses its own token.");
            }
        }

        /** Returns the origin of an address, as a browser writes it. */
        static String origin(URI address) {
            String scheme = address.getScheme().toLowerCase(Locale.ROOT);
            String host = address.getHost().toLowerCase(Locale.ROOT);
            int port = address.getPort();
            boolean usual = port == -1 || port == (scheme.equals("https") ? 443 : 80);
            return scheme + "://" + host + (usual ? "" : ":" + port);
        }

        private Requester program(HttpServletRequest request, String authorization) {
            Sessions.ApiToken token = (authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                            ? sessions.findToken(authorization.substring(7).strip())
                            : Optional.<Sessions.ApiToken>empty())
                    .orElseThrow(() -> new Refusal(
                            Reason.SIGN_IN,
                            "This token is not known here. Make one: tournament-server token --name NAME"));
            Face face = face(request.getHeader("X-Face"));
            String discord = request.getHeader("X-Discord-Id");
            if (discord == null) {
                return new Requester(Caller.of(token.person(), face), null);
            }
            if (!token.forOthers()) {
                throw new Refusal(
                        Reason.FORBIDDEN,
                        "This token may not act for others. Make one: tournament-server token --name NAME --for-others");
            }
            if (!DISCORD_ID.matcher(discord).matches()) {
                throw new Refusal(Reason.INVALID, "X-Discord-Id must be the id of an account: 5 to 20 digits.");
            }
            String name = name(request.getHeader("X-Discord-Name"));
            return new Requester(
                    Caller.of(app.personOfDiscord(discord, name).get().id(), face), null);
        }

        private static Face face(@Nullable String header) {
            if (header == null) {
                return Face.WEB;
            }
            return switch (header.toUpperCase(Locale.ROOT)) {
                case "TERMINAL" -> Face.TERMINAL;
                case "DISCORD" -> Face.DISCORD;
                case "WEB" -> Face.WEB;
                default -> throw new Refusal(Reason.INVALID, "X-Face must be TERMINAL, DISCORD or WEB.");
            };
        }

        private static String name(@Nullable String header) {
            try {
                String name = header == null
                        ? ""
                        : URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8)
                                .strip();
                if (!name.isEmpty()
                        && name.length() <= LONGEST_NAME
                        && name.chars().noneMatch(Character::isISOControl)) {
                    return name;
                }
            } catch (IllegalArgumentException e) {
                throw new Refusal(Reason.INVALID, "X-Discord-Name must be percent-encoded UTF-8.");
            }
            throw new Refusal(Reason.INVALID, "X-Discord-Name must be the name of the person: 1 to 80 characters.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a server answers to the request for a device code (RFC 8628, 3.2). */
record DeviceGrant(String deviceCode, DeviceCode shown, Duration interval, Duration life) {
    private static final int LONGEST_USER_CODE = 100;
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    static DeviceGrant read(TokenReply reply, Instant now) {
        reply.expectSuccess();
        String deviceCode = reply.required("device_code");
        String userCode = reply.text("user_code");
        // It is printed on terminals, which obey some characters.
        if (userCode == null
                || userCode.length() > LONGEST_USER_CODE
                || userCode.chars().anyMatch(Character::isISOControl)) {
            throw reply.malformed("user_code", "a short text", "is missing or is not");
        }
        // Google writes URL.
        String name = reply.text("verification_uri") == null ? "verification_url" : "verification_uri";
        URI page = page(reply, name);
        if (page == null) {
            throw reply.malformed("verification_uri", "a page", "is missing");
        }
        Duration life = reply.seconds("expires_in", LONGEST_LIFE);
        life = life == null ? LIFE : life;
        Duration interval = reply.seconds("interval", LONGEST_INTERVAL);
        return new DeviceGrant(
                deviceCode,
                new DeviceCode(userCode, page, page(reply, name + "_complete"), now.plus(life)),
                interval == null ? INTERVAL : interval,
                life);
    }

    // It is opened in browsers, which obey some schemes.
    private static @Nullable URI page(TokenReply reply, String field) {
        String text = reply.text(field);
        if (text == null) {
            return null;
        }
        try {
            URI page = URI.create(text);
            if (OAuthUrls.isForPeople(page)) {
                return page;
            }
        } catch (IllegalArgumentException e) {
            throw reply.malformed(field, "an http or https URL", "is not");
        }
        throw reply.malformed(field, "an http or https URL", "is not");
    }

    /** Shows neither code. */
    @Override
    public String toString() {
        return "DeviceGrant";
    }
}

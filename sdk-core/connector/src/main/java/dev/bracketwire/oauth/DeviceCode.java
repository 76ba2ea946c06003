// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to show a user who answers on another device: "open this page and enter this code".
 *
 * @param userCode the code to enter
 * @param verificationUri the page, short enough to be typed
 * @param verificationUriComplete the page with the code in it, for a link or a QR code, null if the server gives none
 * @param expires until when the user may answer
 */
public record DeviceCode(
        String userCode, URI verificationUri, @Nullable URI verificationUriComplete, Instant expires) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.sheets.google.GoogleTransport} sends the requests of Google's own client for Java
 * through {@link dev.bracketwire.sheets.Sheets}, with its credential, quota and retries, and
 * {@link dev.bracketwire.sheets.google.GoogleModels} converts requests of that client.
 *
 * <pre>{@code
 * var google = new com.google.api.services.sheets.v4.Sheets.Builder(
 *                 GoogleTransport.of(sheets), GsonFactory.getDefaultInstance(), null)
 *         .setApplicationName("cup")
 *         .build();
 * google.spreadsheets().values().get(id, "Players!A1:C").execute();
 * }</pre>
 *
 * <p>This package is optional. Google's client needs {@code google-api-client} and a JSON factory such as
 * {@code google-http-client-gson} beside the SDK; the models alone need neither.
 */
@NullMarked
package dev.bracketwire.sheets.google;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

/**
 * What was written.
 *
 * @param rows how many rows
 * @param bytes how many bytes
 */
public record Written(long rows, long bytes) {}

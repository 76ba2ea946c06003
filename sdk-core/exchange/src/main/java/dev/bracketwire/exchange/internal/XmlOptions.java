// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

/**
 * How XML is read and written.
 *
 * @param root the name of the element that holds the rows
 * @param row the name of a row's element
 * @param limit how many bytes a row may have
 */
public record XmlOptions(String root, String row, int limit) {}

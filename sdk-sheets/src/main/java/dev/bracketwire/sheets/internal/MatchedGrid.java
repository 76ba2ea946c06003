// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellGrid;
import java.util.List;

/**
 * Holds cells that Google found by data filters, in an order that it does not promise.
 *
 * @param grid the cells
 * @param filters the addresses of the request that led to them
 */
public record MatchedGrid(CellGrid grid, List<CellAddress> filters) {}

// SPDX-License-Identifier: Apache-2.0
/** Connects routes to a Servlet container by {@link dev.bracketwire.webhooks.http.servlet.ServletRoutes}. */
@NullMarked
package dev.bracketwire.webhooks.http.servlet;

import org.jspecify.annotations.NullMarked;

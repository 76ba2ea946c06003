// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.Call;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Region;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The connectors of one client, one for each host, made when first asked for. Hosts come out of enums alone. */
public final class RouteConnectors implements AutoCloseable {
    private final Function<String, Connector> making;
    private final Map<String, Connector> connectors = new ConcurrentHashMap<>();
    private boolean closed;

    /** Makes connectors so. */
    public RouteConnectors(Function<String, Connector> making) {
        this.making = making;
    }

    /** Asks a platform. */
    public <T> Call<T> ask(Platform platform, Request request, Class<T> type) {
        return ask(platform.id(), request, TypeRef.of(type));
    }

    /** Asks a platform. */
    public <T> Call<T> ask(Platform platform, Request request, TypeRef<T> type) {
        return ask(platform.id(), request, type);
    }

    /** Asks a region. */
    public <T> Call<T> ask(Region region, Request request, Class<T> type) {
        return ask(region.id(), request, TypeRef.of(type));
    }

    /** Asks a region. */
    public <T> Call<T> ask(Region region, Request request, TypeRef<T> type) {
        return ask(region.id(), request, type);
    }

    private <T> Call<T> ask(String route, Request request, TypeRef<T> type) {
        return RiotCalls.known(connector(route).call(request, type));
    }

    /** The connector of a route. */
    public Connector connector(String route) {
        Connector known = connectors.get(route);
        return known == null ? make(route) : known;
    }

    private synchronized Connector make(String route) {
        if (closed) {
            throw new IllegalStateException("this Riot client is closed");
        }
        return connectors.computeIfAbsent(route, making);
    }

    @Override
    public synchronized void close() {
        closed = true;
        connectors.values().forEach(Connector::close);
    }
}

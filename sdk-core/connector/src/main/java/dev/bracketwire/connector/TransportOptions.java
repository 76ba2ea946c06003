// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says how connections are made, in the JDK's types. Nothing here can weaken TLS: certificates and host names are
 * always checked.
 *
 * <pre>{@code
 * TransportOptions.defaults().trust(companyRoot).proxy(new InetSocketAddress("proxy.internal", 3128));
 * }</pre>
 */
public final class TransportOptions {
    private static final TransportOptions DEFAULTS = new TransportOptions(null, null, List.of(), null, null, null);

    private final @Nullable InetSocketAddress proxy;
    private final @Nullable Login proxyLogin;
    private final List<X509Certificate> anchors;
    private final @Nullable Identity identity;
    private final @Nullable Resolver resolver;
    private final @Nullable SocketFactory sockets;

    private TransportOptions(
            @Nullable InetSocketAddress proxy,
            @Nullable Login proxyLogin,
            List<X509Certificate> anchors,
            @Nullable Identity identity,
            @Nullable Resolver resolver,
            @Nullable SocketFactory sockets) {
        this.proxy = proxy;
        this.proxyLogin = proxyLogin;
        this.anchors = anchors;
        this.identity = identity;
        this.resolver = resolver;
        this.sockets = sockets;
    }

    /** Connects directly, trusts what the platform trusts, and resolves names as the platform does. */
    public static TransportOptions defaults() {
        return DEFAULTS;
    }

    /** Goes through an HTTP proxy. */
    public TransportOptions proxy(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        return new TransportOptions(address, proxyLogin, anchors, identity, resolver, sockets);
    }

    /** Answers the proxy's challenge. */
    public TransportOptions proxyLogin(String user, Secret password) {
        return new TransportOptions(proxy, new Login(user, password), anchors, identity, resolver, sockets);
    }

    /** Trusts these certificates as roots, beside those the platform trusts. */
    public TransportOptions trust(X509Certificate... roots) {
        return new TransportOptions(proxy, proxyLogin, List.of(roots), identity, resolver, sockets);
    }

    /** Shows the upstream the certificate in this key store, and proves to own its key. */
    public TransportOptions clientCertificate(KeyStore keys, Secret password) {
        return new TransportOptions(proxy, proxyLogin, anchors, new Identity(keys, password), resolver, sockets);
    }

    /** Resolves host names in a way of your own. */
    public TransportOptions resolver(Resolver own) {
        Objects.requireNonNull(own, "own");
        return new TransportOptions(proxy, proxyLogin, anchors, identity, own, sockets);
    }

    /** Makes plain sockets with this factory, which can set their options. */
    public TransportOptions sockets(SocketFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return new TransportOptions(proxy, proxyLogin, anchors, identity, resolver, factory);
    }

    /** The proxy, if there is one. */
    public Optional<InetSocketAddress> proxy() {
        return Optional.ofNullable(proxy);
    }

    /** The proxy's login, if there is one. */
    public Optional<Login> proxyLogin() {
        return Optional.ofNullable(proxyLogin);
    }

    /** The roots trusted beside the platform's. */
    public List<X509Certificate> anchors() {
        return anchors;
    }

    /** The client's certificate, if there is one. */
    public Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    /** The way names are resolved, if it is not the platform's. */
    public Optional<Resolver> resolver() {
        return Optional.ofNullable(resolver);
    }

    /** The factory of plain sockets, if it is not the platform's. */
    public Optional<SocketFactory> sockets() {
        return Optional.ofNullable(sockets);
    }

    /** Resolves a host name. */
    @FunctionalInterface
    public interface Resolver {
        /** Gives the addresses of a host, in the order they should be tried. */
        List<InetAddress> resolve(String host) throws java.net.UnknownHostException;
    }

    /** A user and the password to go with it. */
    public record Login(String user, Secret password) {}

    /** A key store with a certificate and its key, and the password that opens the key. */
    public record Identity(KeyStore keys, Secret password) {}
}

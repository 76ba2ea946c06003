// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeNameServiceTest {
    private final FakeNameService names = new FakeNameService();

    @AfterEach
    void close() {
        names.close();
    }

    private List<String> literals(String host) throws UnknownHostException {
        return names.resolve(host).stream().map(InetAddress::getHostAddress).toList();
    }

    private CompletableFuture<List<InetAddress>> later(String host) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return names.resolve(host);
                    } catch (UnknownHostException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "lookup").start());
    }

    @Test
    void resolve_aFlip_takesTheNextAnswerAndRepeatsTheLast() throws Exception {
        names.on("Hooks.example")
                .answers(NameAnswer.addresses("8.8.8.8", "10.0.0.1"), NameAnswer.addresses("169.254.169.254"));
        assertThat(literals("hooks.example")).containsExactly("8.8.8.8", "10.0.0.1");
        assertThat(literals("HOOKS.example")).containsExactly("169.254.169.254");
        assertThat(literals("hooks.example")).containsExactly("169.254.169.254");
        assertThat(names.on("hooks.example").lookups()).isEqualTo(3);
        assertThat(names.lookups()).isEqualTo(3);
    }

    @Test
    void resolve_listsOfAddresses_areGivenUnderTheNameThatWasAsked() throws Exception {
        InetAddress mapped =
                Inet6Address.getByAddress(null, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1}, -1);
        names.on("a.example").answers(List.of(mapped), List.of(InetAddress.getByName("2001:db8::1")));
        assertThat(names.resolve("a.example").get(0))
                .isInstanceOf(Inet6Address.class)
                .extracting(InetAddress::getHostName)
                .isEqualTo("a.example");
        assertThat(literals("a.example")).containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void resolve_anUnknownName_fails() {
        names.on("gone.example").answers(NameAnswer.unknown());
        assertThatThrownBy(() -> names.resolve("gone.example"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("gone.example");
        assertThatThrownBy(() -> names.resolve("never.example")).isInstanceOf(UnknownHostException.class);
        assertThat(names.on("never.example").lookups()).isZero();
        assertThat(names.lookups()).isEqualTo(2);
    }

    @Test
    void resolve_noneOrAHundred_areGiven() throws Exception {
        names.on("x.example").answers(NameAnswer.addresses(List.of()), NameAnswer.many(300));
        assertThat(names.resolve("x.example")).isEmpty();
        assertThat(literals("x.example"))
                .hasSize(300)
                .doesNotHaveDuplicates()
                .startsWith("8.8.0.1")
                .endsWith("8.8.1.44");
    }

    @Test
    void resolve_held_answersAfterTheRelease() throws Exception {
        names.on("slow.example").answers(NameAnswer.addresses("8.8.8.8").held(), NameAnswer.hang());
        CompletableFuture<List<InetAddress>> first = later("slow.example");
        RawSender.eventually(() -> names.holding() == 1);
        CompletableFuture<List<InetAddress>> second = later("slow.example");
        RawSender.eventually(() -> names.holding() == 2);
        assertThat(first).isNotDone();
        names.release();
        assertThat(first.get()).hasSize(1);
        assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("slow.example");
        assertThat(names.holding()).isZero();
    }

    @Test
    void close_whileALookupIsHeld_endsIt() {
        names.on("slow.example").answers(NameAnswer.hang());
        CompletableFuture<List<InetAddress>> held = later("slow.example");
        RawSender.eventually(() -> names.holding() == 1);
        names.close();
        assertThatThrownBy(held::get).hasRootCauseMessage("slow.example: the name service is closed");
    }

    @Test
    void resolve_interruptedWhileHeld_failsAndKeepsTheInterrupt() {
        names.on("slow.example").answers(NameAnswer.hang());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> names.resolve("slow.example"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("slow.example: interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hooks.example", "abc.de", "1.2.3.4.5", "1.2.3.400", "x::1"})
    void addresses_thatAreNoLiteral_areRefusedWithoutALookup(String text) {
        assertThatThrownBy(() -> NameAnswer.addresses(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelTest {
    @TempDir
    Path state;

    @Test
    void answer_isHandedOverAsItComes_lineByLine() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        Channel.Answers answers = (words, out) -> {
            out.accept(words + "\u2028 and so on");
            out.accept("");
            out.accept("7\n8");
            try {
                return more.await(60, TimeUnit.SECONDS) ? 7 : 1;
            } catch (InterruptedException e) {
                return 1;
            }
        };
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ServerSocketChannel server = Channel.serve(state, answers)) {
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                    () -> Channel.ask(state, List.of("a", "b c"), heard::add, heard::add));

            for (String line : List.of("[a, b c]\u2028 and so on", "", "7", "8")) {
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(line);
            }
            more.countDown();
            assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(server.isOpen()).isTrue();
        }
        assertThat(heard).isEmpty();
    }
}

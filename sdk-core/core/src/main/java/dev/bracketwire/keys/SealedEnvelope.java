// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * How sealed bytes lie: {@code BWS}, the version, the length of the key's id, the id, the nonce, what was encrypted with
 * its tag, and a checksum of all that. The checksum keeps nobody out; it tells a bad disk from a wrong context.
 */
final class SealedEnvelope {
    static final int NONCE = 12;

    private static final byte[] MARK = {'B', 'W', 'S', 1};
    private static final int TAG = 16;
    private static final int CHECKSUM = 4;

    final String keyId;
    final byte[] head;
    final byte[] nonce;
    final byte[] content;

    private SealedEnvelope(byte[] sealed, int idLength) {
        int nonceAt = MARK.length + 1 + idLength;
        this.keyId = new String(sealed, MARK.length + 1, idLength, US_ASCII);
        this.head = Arrays.copyOf(sealed, nonceAt + NONCE);
        this.nonce = Arrays.copyOfRange(sealed, nonceAt, nonceAt + NONCE);
        this.content = Arrays.copyOfRange(sealed, nonceAt + NONCE, sealed.length - CHECKSUM);
    }

    /** All before the encrypted part, which vouches for it. */
    static byte[] head(String keyId, byte[] nonce) {
        byte[] id = keyId.getBytes(US_ASCII);
        return ByteBuffer.allocate(MARK.length + 1 + id.length + NONCE)
                .put(MARK)
                .put((byte) id.length)
                .put(id)
                .put(nonce)
                .array();
    }

    static byte[] of(byte[] head, byte[] content) {
        ByteBuffer all = ByteBuffer.allocate(head.length + content.length + CHECKSUM)
                .put(head)
                .put(content);
        return all.putInt(checksum(all.array())).array();
    }

    static SealedEnvelope parse(byte[] sealed) {
        int least = MARK.length + 1 + NONCE + TAG + CHECKSUM;
        if (sealed.length <= least
                || !Arrays.equals(sealed, 0, MARK.length, MARK, 0, MARK.length)
                || ByteBuffer.wrap(sealed).getInt(sealed.length - CHECKSUM) != checksum(sealed)) {
            throw new SealException(SealException.Reason.DAMAGED, null);
        }
        int idLength = sealed[MARK.length];
        if (idLength < 1 || sealed.length < least + idLength) {
            throw new SealException(SealException.Reason.DAMAGED, null);
        }
        return new SealedEnvelope(sealed, idLength);
    }

    private static int checksum(byte[] all) {
        CRC32C checksum = new CRC32C();
        checksum.update(all, 0, all.length - CHECKSUM);
        return (int) checksum.getValue();
    }
}

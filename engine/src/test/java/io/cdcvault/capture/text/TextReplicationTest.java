package io.cdcvault.capture.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TextReplicationTest {

    @Test
    void messagesOfTransactionsAreLeftOutWhateverTheirPrefix() {
        assertThat(TextReplication.isMessageOfTransaction(message('M', 1))).isTrue();
        assertThat(TextReplication.isMessageOfTransaction(message('M', 0))).isFalse();
        assertThat(TextReplication.isMessageOfTransaction(message('I', 1))).isFalse();
        assertThat(TextReplication.isMessageOfTransaction(ByteBuffer.allocate(0)))
                .isFalse();
    }

    private static ByteBuffer message(char type, int flags) {
        ByteBuffer message = ByteBuffer.allocate(64);
        message.put((byte) 0).put((byte) type).put((byte) flags).putLong(1);
        message.put("any\0".getBytes(StandardCharsets.UTF_8)).flip();
        message.get();
        return message;
    }
}

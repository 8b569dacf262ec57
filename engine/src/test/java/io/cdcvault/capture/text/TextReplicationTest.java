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

    /** The decoder takes a pair of quotes away, of any of three kinds. */
    @Test
    void nameThatStandsInQuotesItselfGetsAnotherPairAndAllElseStays() {
        ByteBuffer plain = relation("id", "it's", "'", "\"a", "b\"");

        assertThat(TextReplication.quoteNames(plain)).isSameAs(plain);
        assertThat(TextReplication.quoteNames(relation("id", "'k'", "\"a\"b\"", "``", "x")))
                .isEqualTo(relation("id", "\"'k'\"", "\"\"\"a\"\"b\"\"\"", "\"``\"", "x"));
        assertThat(TextReplication.quoteNames(message('M', 0)).remaining()).isPositive();
    }

    private static ByteBuffer relation(String... columns) {
        ByteBuffer relation = ByteBuffer.allocate(256);
        relation.put((byte) 'R').putInt(4711);
        relation.put("'schema'\0'table'\0d".getBytes(StandardCharsets.UTF_8)).putShort((short) columns.length);
        for (String column : columns) {
            relation.put((byte) 1).put((column + "\0").getBytes(StandardCharsets.UTF_8)).putInt(25).putInt(-1);
        }
        return relation.flip();
    }

    private static ByteBuffer message(char type, int flags) {
        ByteBuffer message = ByteBuffer.allocate(64);
        message.put((byte) 0).put((byte) type).put((byte) flags).putLong(1);
        message.put("any\0".getBytes(StandardCharsets.UTF_8)).flip();
        message.get();
        return message;
    }
}

package io.cdcvault.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenTransactionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "update t1 set a = 'it''s', b = 12.5 where c = 3 | update t1 set a = ?, b = ? where c = ?",
                "select $$secret$$, $x$other$x$, $1 | select ?, ?, $?",
                "insert into t values ('cut off by the serv | insert into t values (?",
                "select  1   from t2 | select ? from t2"
            })
    void queryIsShownWithoutValues(String query, String shown) {
        assertThat(OpenTransactions.withoutValues(query)).isEqualTo(shown);
    }
}

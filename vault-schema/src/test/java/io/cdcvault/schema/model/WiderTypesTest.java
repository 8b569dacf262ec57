package io.cdcvault.schema.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WiderTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    varchar(20)   | varchar(40)                 | varchar(40)
                    varchar(20)   | character varying(40)       | varchar(40)
                    varchar(40)   | varchar(20)                 | varchar(40)
                    varchar(20)   | text                        | text
                    varchar(20)   | character varying           | varchar
                    char(3)       | char(5)                     | char(5)
                    char(3)       | varchar(2)                  | varchar(3)
                    varchar(5)    | char(5)                     | varchar(5)
                    text          | varchar(5)                  | text
                    text          | integer                     | text
                    smallint      | integer                     | integer
                    integer       | bigint                      | bigint
                    int           | bigint                      | bigint
                    bigint        | integer                     | bigint
                    integer       | numeric(9)                  | integer
                    integer       | numeric(10)                 | numeric(10)
                    integer       | numeric(12)                 | numeric(12)
                    bigint        | numeric(12)                 | bigint
                    integer       | numeric(12,2)               | numeric
                    integer       | numeric                     | numeric
                    numeric(10,2) | numeric(12,2)               | numeric(12,2)
                    numeric(10,2) | numeric(12,4)               | numeric
                    numeric(10,4) | numeric(10,2)               | numeric(12,4)
                    numeric(10,4) | numeric(8,2)                | numeric(10,4)
                    numeric(10,2) | numeric                     | numeric
                    numeric       | numeric(10,2)               | numeric
                    numeric(12,2) | integer                     | numeric(12,2)
                    timestamp(0)  | timestamp without time zone | timestamp
                    timestamptz(3)| timestamp(6) with time zone | timestamptz(6)
                    timestamp     | timestamp(3)                | timestamp
                    time(0)       | time(3)                     | time(3)
                    varbit(5)     | bit varying(9)              | varbit(9)
                    integer[]     | bigint[]                    | bigint[]
                    varchar(9)[]  | text[]                      | text[]
                    jsonb         | jsonb                       | jsonb
                    public.mood   | public.mood                 | public.mood
                    """)
    void aWiderTypeHoldsBothAndKeepsTheTexts(String vault, String source, String wider) {
        assertThat(WiderTypes.union(vault, source)).contains(wider);
        assertThat(WiderTypes.holds(vault, source)).isEqualTo(wider.equals(vault));
    }

    /** The text of values that are there would be another, or there is no such type but text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    real      | double precision
                    date      | timestamp
                    timestamp | timestamptz
                    integer   | text
                    integer   | boolean
                    json      | jsonb
                    varchar(5)| char(9)
                    bit(3)    | bit(5)
                    integer   | integer[]
                    """)
    void anotherTypeIsNoWiderOne(String vault, String source) {
        assertThat(WiderTypes.union(vault, source)).isEmpty();
    }

    @Test
    void keysStayTheSameUnlessDigitsAreAppended() {
        assertThat(WiderTypes.keepsTexts("integer", "bigint")).isTrue();
        assertThat(WiderTypes.keepsTexts("varchar(20)", "text")).isTrue();
        assertThat(WiderTypes.keepsTexts("integer", "numeric(10)")).isTrue();
        assertThat(WiderTypes.keepsTexts("numeric(10,2)", "numeric")).isTrue();
        assertThat(WiderTypes.keepsTexts("numeric(10,2)", "numeric(12,2)")).isTrue();
        assertThat(WiderTypes.keepsTexts("integer", "numeric(12,2)")).isFalse();
        assertThat(WiderTypes.keepsTexts("numeric(10,2)", "numeric(12,4)")).isFalse();
        assertThat(WiderTypes.keepsTexts("real", "double precision")).isFalse();
    }
}

package io.cdcvault.capture.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EnumsAsTextTest {

    @Test
    void onlyTheQuestionForTypesIsRewritten() {
        String question = "SELECT t.oid, t.typcategory as category, e.values as enum_values FROM pg_catalog.pg_type t";

        assertThat(EnumsAsText.rewritten(question)).contains("case t.typcategory when 'E' then 'U'");
        assertThat(EnumsAsText.rewritten("select 'E'")).isEqualTo("select 'E'");
    }
}

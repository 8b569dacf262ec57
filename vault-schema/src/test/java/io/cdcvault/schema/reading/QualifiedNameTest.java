package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualifiedNameTest {

    @Test
    void caseIsKeptWithoutQuotes() {
        assertThat(QualifiedName.parse("Public.Größen")).contains(new TableName("Public", "Größen"));
    }

    @Test
    void quotesHoldDotsAndQuotes() {
        assertThat(QualifiedName.parse("\"odd.schema\".\"say \"\"hi\"\"\""))
                .contains(new TableName("odd.schema", "say \"hi\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tickets", "a.b.c", ".tickets", "public.", "\"open.tickets"})
    void otherTextsAreNoQualifiedNames(String text) {
        assertThat(QualifiedName.parse(text)).isEmpty();
    }
}

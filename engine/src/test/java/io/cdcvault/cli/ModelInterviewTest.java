package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.init.derive.KeyQuestion;
import io.cdcvault.init.derive.KeyQuestion.Option;
import io.cdcvault.schema.model.TableName;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ModelInterviewTest {

    private static final TableName CUSTOMERS = new TableName("public", "customers");
    private static final TableName PRODUCTS = new TableName("public", "products");

    private static final List<KeyQuestion> QUESTIONS = List.of(
            new KeyQuestion(
                    CUSTOMERS,
                    List.of(
                            new Option(List.of("customer_no"), ""),
                            new Option(List.of("id"), "the primary key, of this database only"),
                            new Option(List.of("country", "tax_no"), ""))),
            new KeyQuestion(
                    PRODUCTS, List.of(new Option(List.of("sku"), ""), new Option(List.of("id"), "the primary key"))));

    private final StringWriter asked = new StringWriter();

    @Test
    void onlyKeysThatWereNotProposedAreDecisions() {
        assertThat(interview("3\n\n").keys(QUESTIONS)).isEqualTo(Map.of(CUSTOMERS, List.of("country", "tax_no")));
        assertThat(asked.toString())
                .contains("By what do people know a row of public.customers?")
                .contains("  2  id  (the primary key, of this database only)")
                .contains("  3  (country, tax_no)");
    }

    @Test
    void whatIsNoneOfTheNumbersIsAskedAgain() {
        assertThat(interview("4\nid\n0\n2\n1\n").keys(QUESTIONS)).isEqualTo(Map.of(CUSTOMERS, List.of("id")));
        assertThat(asked.toString().split("That is none of them", -1)).hasSize(4);
    }

    @Test
    void theEndOfTheInputTakesWhatIsProposed() {
        ModelInterview interview = interview("");

        assertThat(interview.hash()).isEqualTo("exact");
        assertThat(interview.excluded(12)).isEmpty();
        assertThat(interview.keys(QUESTIONS)).isEmpty();
    }

    @Test
    void recipeAndPatternsAreTaken() {
        ModelInterview interview = interview("2\n *_old, audit.* \n");

        assertThat(interview.hash()).isEqualTo("automate-dv");
        assertThat(interview.excluded(12)).containsExactly("*_old", "audit.*");
    }

    private ModelInterview interview(String answers) {
        return new ModelInterview(new BufferedReader(new StringReader(answers)), new PrintWriter(asked, true));
    }
}

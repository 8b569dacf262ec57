package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SoundPartTest {

    private static final String SOUND =
            """
            model: shop
            vault: {hash: exact, record_source: shop}
            hubs:
              hub_customer: {business_key: {customer_no: text}}
              hub_order:
                business_key:
                  order_no: text
            links:
              lnk_order_customer: {hubs: {order: hub_order, customer: hub_customer}, driving: [order]}
            satellites:
              sat_customer: {of: hub_customer, attributes: {name: text}}
              sat_order:
                of: hub_order
                attributes:
                  placed: timestamptz
                  total: "numeric(10,2)"
            sources:
              shop.customers:
                hubs: {hub_customer: {customer_no: customer_no}}
                satellites: [sat_customer]
              shop.orders:
                hubs:
                  hub_order: {order_no: order_no}
                  hub_customer: {customer_no: customer_no}
                links: [lnk_order_customer]
                satellites:
                  sat_order:
                    placed: at
                    total: sum
            """;

    @Test
    void textWithoutProblemsIsLeftAsItIs() {
        assertThat(SoundPart.of(SOUND)).contains(new SoundPart(SOUND, Set.of()));
    }

    @Test
    void nameThatWasProbablyMeantStandsThere() {
        assertThat(SoundPart.of(SOUND.replace("of: hub_customer", "of: hub_costumer")
                        .replace("satellites: [sat_customer]", "satelites: [sat_customer]")))
                .contains(new SoundPart(SOUND, Set.of()));
    }

    @Test
    void whatHasAProblemIsLeftOutWithWhatNeedsIt() {
        String text = SOUND.replace("hub_customer: {business_key: {customer_no: text}}", "hub_customer: {key: x}");

        SoundPart sound = SoundPart.of(text).orElseThrow();
        String part = sound.text();
        VaultModel model = ModelReader.read(part, "part");

        assertThat(sound.cut()).containsExactly(new TableName("shop", "orders"));
        assertThat(part.lines()).hasSameSizeAs(text.lines().toList());
        assertThat(model.hubs()).extracting(Hub::name).containsExactly("hub_order");
        assertThat(model.links()).isEmpty();
        assertThat(ModelLines.of(part).ofElement("sat_order")).hasValue(12);
    }

    @Test
    void attributeIsLeftOutAlone() {
        VaultModel model = ModelReader.read(
                SoundPart.of(SOUND.replace("placed: timestamptz", "placed: timestamptz not null"))
                        .orElseThrow()
                        .text(),
                "part");

        assertThat(model.satellites())
                .filteredOn(each -> each.name().equals("sat_order"))
                .flatExtracting(Satellite::attributes)
                .extracting("name")
                .containsExactly("total");
        assertThat(model.sources()).hasSize(2);
    }

    @Test
    void textThatIsNoModelHasNone() {
        assertThat(SoundPart.of("hubs: [")).isEmpty();
        assertThat(SoundPart.of("")).isEmpty();
        assertThat(SoundPart.of(SOUND.replace("model: shop\n", ""))).isEmpty();
    }

    /** Whatever is missing or doubled, a part is found or there is none. */
    @Test
    void everyTextHasAnEnd() {
        Random random = new Random(1);
        for (int each = 0; each < 300; each++) {
            StringBuilder text = new StringBuilder(SOUND);
            for (int edit = 0; edit < 3; edit++) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, text.charAt(random.nextInt(text.length())));
                }
            }
            SoundPart.of(text.toString()).ifPresent(part -> ModelReader.read(part.text(), "part"));
        }
    }
}

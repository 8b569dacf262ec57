package io.cdcvault.init.derive;

import static io.cdcvault.init.derive.TableSketch.catalog;
import static io.cdcvault.init.derive.TableSketch.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogColumn.Generation;
import io.cdcvault.catalog.CatalogTable.Kind;
import io.cdcvault.catalog.CatalogTable.ReplicaIdentity;
import io.cdcvault.catalog.CatalogType;
import io.cdcvault.catalog.CatalogType.Origin;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.init.write.ModelText;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of tables of each kind. Every derived model is read again from its text. */
final class DerivationTest {

    private static final TableSketch CUSTOMERS =
            table("customers").counted("id", "bigint").column("name", "text").primary("id");

    @ParameterizedTest
    @CsvSource({
        "customer_no, text",
        "sku, varchar(40)",
        "isbn, char(13)",
        "email, text",
        "slug, text",
        "iata_code, char(3)",
        "number, integer",
        "KundenNr, text"
    })
    void naturalKeyIsChosenBeforeASurrogateOne(String column, String type) {
        DerivedModel derived = derive(table("things")
                .counted("id", "bigint")
                .column(column, type)
                .primary("id")
                .unique(column));

        assertThat(key(derived, "hub_thing")).containsExactly(column);
        assertThat(attributes(derived, "sat_thing")).containsExactly("id");
        assertThat(derived.remarks().ofElement("hub_thing"))
                .anyMatch(remark -> remark.contains("a natural key"))
                .anyMatch(remark -> remark.contains("Alternatives: id (the primary key)"));
    }

    @Test
    void naturalKeyIsChosenThoughForeignKeysPointAtASurrogateOneAndTheirLinksFollowIt() {
        DerivedModel derived = derive(
                numberedCustomers(),
                table("orders")
                        .column("order_no", "text")
                        .column("customer_id", "bigint")
                        .optional("payer_id", "integer")
                        .primary("order_no")
                        .refers("customer_id", "customers", "id")
                        .refers("payer_id", "customers", "id"));

        assertThat(key(derived, "hub_customer")).containsExactly("customer_no");
        assertThat(attributes(derived, "sat_customer")).containsExactly("id");
        assertThat(attributes(derived, "sat_order")).containsExactly("customer_id", "payer_id");
        assertThat(source(derived, "orders").references())
                .containsExactly(
                        new Reference(
                                "customer",
                                "hub_customer",
                                new TableName("shop", "customers"),
                                Map.of("id", "customer_id")),
                        new Reference(
                                "payer", "hub_customer", new TableName("shop", "customers"), Map.of("id", "payer_id")));
        assertThat(source(derived, "orders").resolved())
                .extracting(SourceTable.LinkFeed::link)
                .containsExactly("lnk_order_customer", "lnk_order_payer");
        assertThat(derived.remarks().ofElement("hub_customer"))
                .anyMatch(remark -> remark.contains("a natural key"))
                .anyMatch(remark -> remark.contains(
                        "their links follow it by reference (orders by customer_id, orders by payer_id)"));
    }

    @Test
    void aPersonMayChooseAnotherKeyAndLinksFollowIt() {
        Catalog catalog = catalog(
                numberedCustomers().column("email", "text").unique("email"),
                order().refers("customer_id", "customers", "id"));
        TableName customers = new TableName("shop", "customers");

        assertThat(Derivation.questions(catalog, Choices.of("exact")))
                .singleElement()
                .satisfies(question -> {
                    assertThat(question.table()).isEqualTo(customers);
                    assertThat(question.options())
                            .extracting(KeyQuestion.Option::words)
                            .containsExactly("customer_no", "id", "email");
                    assertThat(question.options().get(1).remark())
                            .isEqualTo("the primary key, of this database only, one foreign key points at it");
                });
        for (String chosen : List.of("customer_no", "email", "id")) {
            DerivedModel derived =
                    Derivation.of(catalog, Choices.of("exact").withKeys(Map.of(customers, List.of(chosen))));
            assertThat(ModelReader.read(ModelText.of(derived), "derived")).isEqualTo(derived.model());
            assertThat(key(derived, "hub_customer")).containsExactly(chosen.equals("id") ? "customer_id" : chosen);
            assertThat(derived.model().links()).extracting(Link::name).containsExactly("lnk_order_customer");
            assertThat(source(derived, "orders").references()).hasSize(chosen.equals("id") ? 0 : 1);
        }
    }

    @Test
    void surrogateKeyIsTheKeyWhereAReferenceCannotLeadToANaturalOneAndTheRemarkSaysWhy() {
        DerivedModel derived = derive(
                numberedCustomers(),
                table("tags").column("tag", "text").primary("tag"),
                table("customer_tags")
                        .column("customer_id", "bigint")
                        .column("tag", "text")
                        .primary("customer_id", "tag")
                        .refers("customer_id", "customers", "id")
                        .refers("tag", "tags", "tag"));

        assertThat(key(derived, "hub_customer")).containsExactly("customer_id");
        assertThat(attributes(derived, "sat_customer")).containsExactly("customer_no");
        assertThat(derived.remarks().ofElement("hub_customer"))
                .anyMatch(remark -> remark.contains("one foreign key points at it (customer_tags by customer_id)"))
                .anyMatch(remark -> remark.contains("The natural key customer_no is an attribute"));
    }

    @Test
    void deferrablePartialExpressionAndNullableKeysAreNeverUsed() {
        DerivedModel derived = derive(table("things")
                .counted("id", "bigint")
                .column("code", "text")
                .column("sku", "text")
                .optional("email", "text")
                .primary("id")
                .key(new UniqueKey("deferred", List.of("code"), false, false, true, false))
                .key(new UniqueKey("partial", List.of("sku"), false, true, false, false))
                .unique("email"));

        assertThat(key(derived, "hub_thing")).containsExactly("thing_id");
        assertThat(derived.remarks().ofElement("hub_thing"))
                .anyMatch(remark -> remark.contains("Not usable: deferred (deferrable), partial (over some rows or over"
                        + " expressions), email_key (may be empty, or is not in the stream)"));
    }

    @Test
    void foreignKeyBecomesALinkDrivenByTheRow() {
        DerivedModel derived = derive(CUSTOMERS, order().refers("customer_id", "customers", "id"));

        Link link = derived.model().link("lnk_order_customer");
        assertThat(link.roles())
                .containsExactly(new Link.Role("order", "hub_order"), new Link.Role("customer", "hub_customer"));
        assertThat(link.drivingRoles()).containsExactly("order");
        assertThat(source(derived, "orders").hubFeed("hub_customer").columns())
                .containsExactly(Map.entry("customer_id", "customer_id"));
        assertThat(derived.model().satellites()).extracting(Satellite::name).containsExactly("sat_customer");
    }

    @Test
    void twoForeignKeysToOneHubFeedItInTwoRoles() {
        DerivedModel derived = derive(
                table("addresses")
                        .counted("id", "bigint")
                        .column("city", "text")
                        .primary("id"),
                table("orders")
                        .column("order_no", "text")
                        .optional("deliveryAddressId", "bigint")
                        .optional("invoice_address_id", "bigint")
                        .primary("order_no")
                        .refers("deliveryAddressId", "addresses", "id")
                        .refers("invoice_address_id", "addresses", "id"));

        assertThat(source(derived, "orders").hubs())
                .extracting(HubFeed::role)
                .containsExactly("hub_order", "delivery_address", "invoice_address");
        assertThat(derived.model().links())
                .extracting(Link::name)
                .containsExactly("lnk_order_delivery_address", "lnk_order_invoice_address");
    }

    @ParameterizedTest
    @CsvSource({"parent_id, parent", "manager_id, manager", "employee_id, parent"})
    void selfReferenceGetsARole(String column, String role) {
        DerivedModel derived = derive(table("employees")
                .counted("id", "integer")
                .optional(column, "integer")
                .column("name", "text")
                .primary("id")
                .refers(column, "employees", "id"));

        assertThat(derived.model().link("lnk_employee_" + role).roles())
                .containsExactly(new Link.Role("employee", "hub_employee"), new Link.Role(role, "hub_employee"));
    }

    @Test
    void joinTableIsALinkAndItsOtherColumnsASatelliteOfIt() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("tags")
                        .counted("id", "integer")
                        .column("tag", "text")
                        .optional("x", "date")
                        .primary("id"),
                table("customer_tags")
                        .column("customer_id", "bigint")
                        .column("tag_id", "integer")
                        .optional("added", "date")
                        .optional("added_by", "bigint")
                        .primary("customer_id", "tag_id")
                        .refers("customer_id", "customers", "id")
                        .refers("tag_id", "tags", "id")
                        .refers("added_by", "customers", "id"));

        SourceTable source = source(derived, "customer_tags");
        assertThat(source.row()).isEqualTo("lnk_customer_tag");
        assertThat(derived.model().link("lnk_customer_tag").drivingRoles()).containsExactly("customer", "tag");
        assertThat(derived.model().link("lnk_customer_tag_added_by").drivingRoles())
                .containsExactly("customer", "tag");
        assertThat(derived.model().satellite("sat_customer_tag").parent()).isEqualTo("lnk_customer_tag");
        assertThat(attributes(derived, "sat_customer_tag")).containsExactly("added");
        assertThat(derived.remarks().ofElement("lnk_customer_tag"))
                .anyMatch(remark -> remark.contains("Alternative: a hub of its own"));
    }

    @Test
    void joinTableThatOthersReferToIsAHub() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("tags")
                        .counted("id", "integer")
                        .column("tag", "text")
                        .optional("x", "date")
                        .primary("id"),
                table("customer_tags")
                        .column("customer_id", "bigint")
                        .column("tag_id", "integer")
                        .primary("customer_id", "tag_id")
                        .refers("customer_id", "customers", "id")
                        .refers("tag_id", "tags", "id"),
                table("votes")
                        .counted("id", "bigint")
                        .column("customer_id", "bigint")
                        .column("tag_id", "integer")
                        .primary("id")
                        .refers(
                                List.of("customer_id", "tag_id"),
                                new TableName("shop", "customer_tags"),
                                List.of("customer_id", "tag_id")));

        assertThat(key(derived, "hub_customer_tag")).containsExactly("customer_id", "tag_id");
        assertThat(derived.model().link("lnk_vote_customer_tag").drivingRoles()).containsExactly("vote");
    }

    @Test
    void relationThatMayBeThereSeveralTimesIsALinkWithADependentChildKey() {
        DerivedModel derived = derive(CUSTOMERS, relatedCustomers().optional("note", "text"));

        SourceTable source = source(derived, "customer_relations");
        assertThat(source.row()).isEqualTo("sat_customer_relation");
        assertThat(source.links())
                .containsExactly(
                        new LinkFeed("lnk_customer_relation", Map.of("source", "source", "target", "target"), true));
        assertThat(derived.model().link("lnk_customer_relation"))
                .isEqualTo(new Link(
                        "lnk_customer_relation",
                        List.of(new Link.Role("source", "hub_customer"), new Link.Role("target", "hub_customer")),
                        List.of("source", "target")));
        assertThat(derived.model().satellite("sat_customer_relation"))
                .isEqualTo(new Satellite(
                        "sat_customer_relation",
                        "lnk_customer_relation",
                        List.of(new Column("note", "text")),
                        List.of(new Column("kind", "text"), new Column("customer_relation_is_active", "integer"))));
        assertThat(derived.remarks().ofElement("lnk_customer_relation"))
                .anyMatch(remark -> remark.contains("(kind, is_active), is the child key of the satellite"));
        assertThat(derived.model().hubs()).extracting(Hub::name).containsExactly("hub_customer");
    }

    @Test
    void itsSatelliteMayHaveNothingButTheChildKey() {
        DerivedModel derived = derive(CUSTOMERS, relatedCustomers());

        assertThat(derived.model().satellite("sat_customer_relation").attributes())
                .isEmpty();
    }

    @Test
    void whatElseRefersToAThingOrIsReferredToStaysAHub() {
        DerivedModel referring = derive(
                CUSTOMERS,
                relatedCustomers().optional("approved_by", "bigint").refers("approved_by", "customers", "id"));
        DerivedModel referred = derive(
                CUSTOMERS,
                relatedCustomers(),
                table("remarks")
                        .column("no", "text")
                        .column("source_id", "bigint")
                        .column("target_id", "bigint")
                        .column("kind", "text")
                        .column("is_active", "integer")
                        .primary("no")
                        .refers(
                                List.of("source_id", "target_id", "kind", "is_active"),
                                new TableName("shop", "customer_relations"),
                                List.of("source_id", "target_id", "kind", "is_active")));

        assertThat(source(referring, "customer_relations").row()).isEqualTo("hub_customer_relation");
        assertThat(source(referred, "customer_relations").row()).isEqualTo("hub_customer_relation");
    }

    /** Its key has a column that is called like one of the satellite's own. */
    private static TableSketch relatedCustomers() {
        return table("customer_relations")
                .column("source_id", "bigint")
                .column("target_id", "bigint")
                .column("kind", "text")
                .column("is_active", "integer")
                .primary("source_id", "target_id", "kind", "is_active")
                .refers("source_id", "customers", "id")
                .refers("target_id", "customers", "id");
    }

    @Test
    void foreignKeyThatIsEmptyInPartFeedsNoKey() {
        DerivedModel derived = derive(branches(), orderOf("company", "branch"));

        SourceTable source = source(derived, "orders");
        assertThat(source.hubFeed("hub_branch").columns())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "company", "(case when \"branch\" is not null then \"company\" end)", "branch_no", "branch"));
        assertThat(source.computed().get("(case when \"branch\" is not null then \"company\" end)"))
                .isEqualTo(new Computed.Expression(
                        "case when \"branch\" is not null then \"company\" end",
                        Map.of(
                                "company", new Computed.Argument("company", "text"),
                                "branch", new Computed.Argument("branch", "integer"))));
        // Of a text that an update leaves alone a satellite has the value.
        assertThat(attributes(derived, "sat_order")).containsExactly("company", "branch");
        assertThat(derived.remarks().ofSource(source.table()))
                .anyMatch(remark -> remark.contains("where none of (company, branch) is empty"));
    }

    @Test
    void columnsOfAnyNameAreQuotedInExpressions() {
        DerivedModel derived = derive(branches(), orderOf("the \"company\"", "order: $1;?{0}"));

        assertThat(source(derived, "orders").computed().keySet())
                .containsExactly("(case when \"order: $1;?{0}\" is not null then \"the \"\"company\"\"\" end)");
    }

    @Test
    void foreignKeyThatIsEmptyInPartAndThatNoExpressionCanUseIsNotFollowed() {
        for (String name : List.of("company#", "2) x")) {
            DerivedModel derived = derive(branches(), orderOf(name, "branch"));

            assertThat(derived.model().links()).as(name).isEmpty();
            assertThat(derived.remarks().ofSource(source(derived, "orders").table()))
                    .anyMatch(remark -> remark.contains("it cannot use columns of such names"));
            assertThat(source(derived, "orders").maps(name)).as(name).isTrue();
        }
    }

    @Test
    void partOfAForeignKeyRefersWhereAllOfTheKeyIsThere() {
        DerivedModel derived = derive(
                table("branches")
                        .column("branch_no", "integer")
                        .column("company", "text")
                        .primary("branch_no")
                        .unique("branch_no", "company"),
                orderOf("company", "branch"));

        assertThat(source(derived, "orders").hubFeed("hub_branch").columns())
                .containsExactly(Map.entry("branch_no", "branch"));
        DerivedModel other = derive(
                table("branches")
                        .column("branch_no", "integer")
                        .column("company", "text")
                        .primary("company")
                        .unique("branch_no", "company"),
                orderOf("company", "branch"));

        assertThat(source(other, "orders").hubFeed("hub_branch").columns())
                .containsExactly(Map.entry("company", "(case when \"branch\" is not null then \"company\" end)"));
    }

    private static TableSketch branches() {
        return table("branches")
                .column("company", "text")
                .column("branch_no", "integer")
                .primary("company", "branch_no");
    }

    /** @param branch which may be empty */
    private static TableSketch orderOf(String company, String branch) {
        return table("orders")
                .column("order_no", "text")
                .column(company, "text")
                .optional(branch, "integer")
                .primary("order_no")
                .refers(List.of(company, branch), new TableName("shop", "branches"), List.of("company", "branch_no"));
    }

    @Test
    void keyThatContainsAForeignKeyIsAHubOfItsOwnWithALink() {
        DerivedModel derived = derive(
                order(),
                table("order_lines")
                        .column("order_no", "text")
                        .column("line_no", "integer")
                        .column("quantity", "integer")
                        .primary("order_no", "line_no")
                        .refers("order_no", "orders", "order_no"));

        assertThat(key(derived, "hub_order_line")).containsExactly("order_no", "line_no");
        assertThat(attributes(derived, "sat_order_line")).containsExactly("quantity");
        assertThat(derived.model().link("lnk_order_line_order").drivingRoles()).containsExactly("order_line");
        assertThat(derived.remarks().ofElement("hub_order_line"))
                .anyMatch(remark -> remark.contains("a multi-active satellite of that hub, with line_no as child_key"));
    }

    @Test
    void oneToOneTableIsAnotherSatelliteOfItsOwnersHub() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("profiles")
                        .column("customer_id", "bigint")
                        .optional("newsletter", "boolean")
                        .optional("is_active", "boolean")
                        .primary("customer_id")
                        .refers("customer_id", "customers", "id"),
                table("pictures")
                        .column("profile_id", "bigint")
                        .optional("data", "bytea")
                        .primary("profile_id")
                        .refers("profile_id", "profiles", "customer_id"));

        assertThat(source(derived, "profiles").row()).isEqualTo("sat_profile");
        assertThat(derived.model().satellite("sat_picture").parent()).isEqualTo("hub_customer");
        assertThat(source(derived, "pictures").hubFeed("hub_customer").columns())
                .containsValue("profile_id");
        // The satellite has a column of that name already.
        assertThat(attributes(derived, "sat_profile")).containsExactly("newsletter", "profile_is_active");
        assertThat(derived.model().hubs()).extracting(Hub::name).containsExactly("hub_customer");
    }

    @Test
    void oneToOneTableWithoutOtherColumnsIsASatelliteWithoutAttributes() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("vips")
                        .column("customer_id", "bigint")
                        .primary("customer_id")
                        .refers("customer_id", "customers", "id"),
                table("vip_cards")
                        .column("card_no", "text")
                        .column("vip_id", "bigint")
                        .primary("card_no")
                        .refers("vip_id", "vips", "customer_id"));

        assertThat(source(derived, "vips").row()).isEqualTo("sat_vip");
        assertThat(derived.model().satellite("sat_vip"))
                .isEqualTo(new Satellite("sat_vip", "hub_customer", List.of(), List.of()));
        assertThat(derived.remarks().ofElement("sat_vip"))
                .anyMatch(remark -> remark.contains("marks one of shop.customers and says no more"))
                .anyMatch(remark -> remark.contains("Alternative: a hub of its own with a link"));
        assertThat(derived.model().link("lnk_vip_card_vip").roles())
                .extracting(Link.Role::hub)
                .containsExactly("hub_vip_card", "hub_customer");
    }

    @Test
    void tablesThatAreMadeOfEachOtherAreDerivedToo() {
        DerivedModel derived = derive(
                table("a")
                        .column("id", "integer")
                        .column("x", "text")
                        .primary("id")
                        .refers("id", "b", "id"),
                table("b")
                        .column("id", "integer")
                        .column("x", "text")
                        .primary("id")
                        .refers("id", "a", "id"));

        assertThat(derived.model().hubs()).hasSize(1);
        assertThat(derived.model().satellites()).hasSize(2);
    }

    @Test
    void lookUpTableIsAReference() {
        DerivedModel derived = derive(
                table("countries")
                        .column("code", "char(2)")
                        .column("name", "text")
                        .primary("code"),
                table("addresses")
                        .counted("id", "bigint")
                        .column("country_code", "char(2)")
                        .primary("id")
                        .refers("country_code", "countries", "code"));

        assertThat(key(derived, "ref_country")).containsExactly("code");
        assertThat(attributes(derived, "ref_country_names")).containsExactly("name");
        // Its code says as much as a link to it.
        assertThat(derived.model().links()).isEmpty();
        assertThat(attributes(derived, "sat_address")).containsExactly("country_code");
        assertThat(derived.remarks().ofSource(new TableName("shop", "addresses")))
                .contains(
                        "country_code is a code of the look-up table shop.countries, and an attribute: it needs no link.");
    }

    @Test
    void relationToALookUpTableKeepsIt() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("countries")
                        .column("code", "char(2)")
                        .column("name", "text")
                        .primary("code"),
                table("visits")
                        .column("customer_id", "bigint")
                        .column("country_code", "char(2)")
                        .primary("customer_id", "country_code")
                        .refers("customer_id", "customers", "id")
                        .refers("country_code", "countries", "code"));

        assertThat(derived.model().link("lnk_visit").roles()).contains(new Link.Role("country", "ref_country"));
    }

    @Test
    void largeValuesStandApart() {
        DerivedModel derived = derive(table("documents")
                .counted("id", "bigint")
                .column("title", "text")
                .optional("pages", "integer")
                .optional("written", "date")
                .optional("content", "bytea")
                .optional("metadata", "jsonb")
                .primary("id"));

        assertThat(attributes(derived, "sat_document")).containsExactly("title", "pages", "written");
        assertThat(attributes(derived, "sat_document_details")).containsExactly("content", "metadata");
    }

    @Test
    void wideTableIsDividedAndTheLogsIdentityStaysInTheFirstPart() {
        TableSketch wide = table("wide").column("code", "text").primary("id").unique("code");
        for (int i = 0; i < 40; i++) {
            wide.optional("c" + i, "integer");
        }
        wide.counted("id", "bigint");

        DerivedModel derived = derive(wide);

        assertThat(attributes(derived, "sat_wide")).hasSize(30).contains("id");
        assertThat(attributes(derived, "sat_wide_more")).hasSize(11).doesNotContain("id");
    }

    @Test
    void auditColumnsAreNamed() {
        DerivedModel derived = derive(table("things")
                .counted("id", "bigint")
                .optional("updated_at", "timestamptz")
                .primary("id"));

        assertThat(derived.remarks().ofColumn("sat_thing", "updated_at"))
                .hasValueSatisfying(remark -> assertThat(remark).contains("changes with each update"));
    }

    @Test
    void typesThatTheWarehouseMayLackAreText() {
        DerivedModel derived = derive(table("things")
                .counted("id", "bigint")
                .column(typed("mood", new CatalogType("mood", "text", Origin.ENUM)))
                .column(typed("tag", new CatalogType("citext", "text", Origin.EXTENSION)))
                .column(typed("share", new CatalogType("share", "numeric(5,2)", Origin.DOMAIN)))
                .primary("id"));

        assertThat(derived.model().satellite("sat_thing").attributes())
                .containsExactly(
                        new Column("mood", "text"), new Column("tag", "text"), new Column("share", "numeric(5,2)"));
        assertThat(derived.remarks().ofColumn("sat_thing", "mood"))
                .hasValue("the enum mood at the source; that type if the warehouse has it");
        assertThat(derived.remarks().ofColumn("sat_thing", "share")).isPresent();
    }

    @Test
    void generatedColumnsThatAreNotSentAreIgnored() {
        DerivedModel derived = derive(table("things")
                .counted("id", "bigint")
                .generated("stored", Generation.STORED)
                .generated("virtual", Generation.VIRTUAL)
                .primary("id"));

        assertThat(attributes(derived, "sat_thing")).containsExactly("stored");
        assertThat(source(derived, "things").ignored()).containsExactly("virtual");
        assertThat(derived.remarks().ofSource(new TableName("shop", "things")))
                .anyMatch(remark -> remark.contains("not in the replication stream: virtual"));
    }

    /** PostgreSQL 18 refuses to update such rows, versions before it do not. */
    @Test
    void wholeRowIdentifiesDespiteAColumnThatThisServerCannotSend() {
        Catalog catalog = catalog(table("things")
                .counted("id", "bigint")
                .generated("stored", Generation.STORED)
                .primary("id")
                .identity(ReplicaIdentity.FULL));

        DerivedModel derived = Derivation.of(new Catalog(catalog.database(), false, catalog.tables()), "exact");

        assertThat(derived.leftOut()).isEmpty();
        assertThat(source(derived, "things").ignored()).containsExactly("stored");
    }

    @Test
    void namesOfTheVaultsOwnColumnsGiveWay() {
        DerivedModel derived = derive(table("things")
                .column("load_dts", "text")
                .column("Rec_Src", "text")
                .column("thing_hk", "text")
                .column("status", "text")
                .column("is_live", "boolean")
                .primary("load_dts"));

        assertThat(key(derived, "hub_thing")).containsExactly("thing_load_dts");
        assertThat(attributes(derived, "sat_thing"))
                .containsExactly("thing_rec_src", "thing_thing_hk", "status", "thing_is_live");
    }

    @Test
    void namesThatTheVaultWouldUseTwiceGiveWay() {
        DerivedModel derived = derive(
                table(new TableName("a", "order"))
                        .counted("id", "bigint")
                        .column("x", "text")
                        .primary("id"),
                table(new TableName("b", "orders"))
                        .counted("id", "bigint")
                        .column("x", "text")
                        .primary("id"),
                table(new TableName("b", "order_history"))
                        .counted("id", "bigint")
                        .column("x", "text")
                        .primary("id"));

        assertThat(derived.model().hubs())
                .extracting(Hub::name)
                .containsExactly("hub_order", "hub_order_history", "hub_b_order");
        assertThat(derived.model().satellites())
                .extracting(Satellite::name)
                .containsExactly("sat_order", "sat_b_order_history", "sat_order_2");
    }

    @Test
    void joinTableThatIsCalledLikeItsEndGetsAnotherName() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("clubs").counted("id", "integer").column("x", "date").primary("id"),
                table("members")
                        .column("member_id", "bigint")
                        .column("club_id", "integer")
                        .primary("member_id", "club_id")
                        .refers("member_id", "customers", "id")
                        .refers("club_id", "clubs", "id"));

        assertThat(source(derived, "members").row()).isEqualTo("lnk_shop_member");
    }

    @Test
    void foreignKeysThatCannotBeFollowedLeaveAttributesAndARemark() {
        DerivedModel derived = derive(
                table("customers")
                        .counted("id", "bigint")
                        .column("email", "text")
                        .primary("id")
                        .unique("email"),
                order().refers("customer_id", "customers", "id"),
                table("letters")
                        .counted("id", "bigint")
                        .column("recipient", "text")
                        .column("sender", "integer")
                        .primary("id")
                        .refers("recipient", "customers", "email")
                        .refers("sender", "offices", "id"),
                table("cards")
                        .counted("id", "bigint")
                        .column("owner", "bigint")
                        .primary("id")
                        .refers("owner", "customers", "id"));

        assertThat(attributes(derived, "sat_letter")).containsExactly("recipient", "sender");
        assertThat(derived.remarks().ofSource(new TableName("shop", "letters")))
                .containsExactly(
                        "recipient refers to shop.customers by email, but the vault knows it by id: no link, the values"
                                + " are attributes.",
                        "sender refers to shop.offices, which is not in this model: no link, the values are attributes.");
    }

    @Test
    void foreignKeyThatHoldsMoreThanTheKeyIsFollowed() {
        List<String> both = List.of("tenant", "id");
        DerivedModel derived = derive(
                table("customers")
                        .counted("id", "bigint")
                        .column("tenant", "text")
                        .primary("id")
                        .unique("tenant", "id"),
                table("orders")
                        .column("order_no", "text")
                        .column("tenant", "text")
                        .column("customer_id", "bigint")
                        .primary("order_no")
                        .refers(List.of("tenant", "customer_id"), new TableName("shop", "customers"), both));

        assertThat(key(derived, "hub_customer")).containsExactly("customer_id");
        assertThat(source(derived, "orders").hubFeed("hub_customer").columns()).containsValue("customer_id");
        assertThat(attributes(derived, "sat_order")).containsExactly("tenant");
    }

    @Test
    void partOfAKeyThatMayBeEmptyIsNotLost() {
        DerivedModel derived = derive(
                table("rooms").column("house", "text").column("room", "text").primary("house", "room"),
                table("guests")
                        .counted("id", "bigint")
                        .column("house", "text")
                        .optional("room", "text")
                        .primary("id")
                        .refers(List.of("house", "room"), new TableName("shop", "rooms"), List.of("house", "room")));

        assertThat(attributes(derived, "sat_guest")).containsExactly("house", "room");
        assertThat(derived.model().link("lnk_guest_room")).isNotNull();
    }

    @Test
    void columnThatIsKeyAndAttributeHasOneType() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("cards")
                        .column("card_no", "text")
                        .column("customer_id", "integer")
                        .primary("customer_id")
                        .unique("card_no")
                        .refers("customer_id", "customers", "id"),
                table("uses")
                        .column("code", "text")
                        .column("card", "text")
                        .primary("code")
                        .refers("card", "cards", "card_no"));

        assertThat(key(derived, "hub_card")).containsExactly("card_no");
        assertThat(derived.model().satellite("sat_card").attributes())
                .containsExactly(new Column("customer_id", "bigint"));
    }

    @Test
    void whatCannotBeCapturedIsLeftOutWithARemedy() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("a_view").of(Kind.VIEW),
                table("b_summary").of(Kind.MATERIALIZED_VIEW),
                table("c_far").of(Kind.FOREIGN_TABLE),
                table("d_fast").column("id", "integer").primary("id").unlogged(),
                table("e_loose").column("x", "text"),
                table("f_hidden").column("id", "integer").primary("id").identity(ReplicaIdentity.NOTHING),
                table("g_deferred")
                        .column("id", "integer")
                        .column("code", "text")
                        .key(new UniqueKey("k", List.of("id"), true, false, true, false))
                        .unique("code"),
                table("h_spelled")
                        .column("id", "integer")
                        .column("ID", "integer")
                        .primary("id"),
                table("i_extension").column("id", "integer").primary("id").ofExtension("postgis"),
                table("j_split")
                        .column("id", "integer")
                        .primary("id")
                        .of(Kind.PARTITIONED_TABLE)
                        .partitions("has an unlogged partition"),
                table("ja_generated")
                        .column("id", "integer")
                        .generated("twice", Generation.VIRTUAL)
                        .primary("id")
                        .identity(ReplicaIdentity.FULL),
                table("k_nullable").optional("code", "text").unique("code").identity(ReplicaIdentity.FULL));

        assertThat(derived.leftOut())
                .extracting(each -> each.table().table() + ": " + each.remedy())
                .containsExactly(
                        "a_view: model the tables behind it",
                        "b_summary: model the tables behind it",
                        "c_far: capture them where they are made",
                        "d_fast: alter table \"shop\".\"d_fast\" set logged",
                        "e_loose: alter table \"shop\".\"e_loose\" add primary key (…); or map it by hand with a hub of"
                                + " all columns that distinguish its rows: docs/model.md, \"What a row is\", after alter"
                                + " table \"shop\".\"e_loose\" replica identity full",
                        "f_hidden: alter table \"shop\".\"f_hidden\" replica identity default",
                        "g_deferred: alter table \"shop\".\"g_deferred\" replica identity full",
                        "h_spelled: rename one of them",
                        "i_extension: nothing, unless its rows are data of yours: then map it by hand",
                        "j_split: alter table … set logged, for the partition",
                        "ja_generated: alter table \"shop\".\"ja_generated\" replica identity default",
                        "k_nullable: alter table \"shop\".\"k_nullable\" add primary key (…); or map it by hand with a hub"
                                + " of all columns that distinguish its rows: docs/model.md, \"What a row is\"");
        assertThat(derived.model().sources()).hasSize(1);
        assertThat(ModelText.of(derived)).contains("# shop.a_view is a view");
    }

    @Test
    void hiddenRowsAreNamed() {
        DerivedModel derived =
                derive(table("secrets").column("id", "integer").primary("id").hidden());

        assertThat(ModelText.of(derived)).contains("Row-level security hides rows of it");
    }

    @Test
    void relatedTablesStandTogether() {
        DerivedModel derived = derive(
                order(),
                table("a_lines")
                        .column("order_no", "text")
                        .column("line", "integer")
                        .primary("order_no", "line")
                        .refers("order_no", "orders", "order_no"),
                CUSTOMERS);

        assertThat(derived.model().sources())
                .extracting(source -> source.table().table())
                .containsExactly("customers", "orders", "a_lines");
    }

    @Test
    void emptyCatalogGivesAModelWithoutTables() {
        assertThat(Derivation.of(catalog(), "exact").model().sources()).isEmpty();
    }

    @Test
    void keyWhoseEqualValuesMayBeWrittenOtherwiseIsNamedWhereOthersReferByIt() {
        CatalogType citext = new CatalogType("citext", "text", CatalogType.Origin.EXTENSION);
        TableSketch users = table("users")
                .column(typed("login", citext))
                .column("born", "date")
                .column("height", "integer")
                .column("weight", "integer")
                .primary("login");
        TableSketch notes = table("notes")
                .column("id", "bigint")
                .column(typed("author", citext))
                .primary("id")
                .refers("author", "users", "login");

        assertThat(derive(users, notes).remarks().ofElement("hub_user"))
                .anyMatch(remark -> remark.startsWith("Values of author (citext), login (citext) may be equal"));
        assertThat(derive(users).remarks().ofElement("hub_user")).noneMatch(remark -> remark.contains("may be equal"));
        assertThat(Derivation.of(TableSketch.catalog(users, notes), "automate-dv")
                        .remarks()
                        .ofElement("hub_user"))
                .noneMatch(remark -> remark.contains("may be equal"));
    }

    @Test
    void tablesWhoseTopicsKafkaCannotKeepApartAreNamedWithTheSettingThatHelps() {
        DerivedModel derived = derive(
                table("a b").column("id", "bigint").primary("id"),
                table("a_b").column("id", "bigint").primary("id"),
                table("a.b").column("id", "bigint").primary("id"),
                table("ab").column("id", "bigint").primary("id"));

        assertThat(derived.remarks().ofSource(new TableName("shop", "a b")))
                .noneMatch(remark -> remark.contains("Kafka"));
        assertThat(derived.remarks().ofSource(new TableName("shop", "a.b")))
                .anyMatch(remark -> remark.contains("that of shop.a b apart")
                        && remark.contains("kafka: topics: {\"shop.a.b\": \"shop.a.b-2\"}"));
        assertThat(derived.remarks().ofSource(new TableName("shop", "a_b")))
                .anyMatch(remark -> remark.contains("topics: {\"shop.a_b\": \"shop.a_b-3\"}"));
        assertThat(derived.remarks().ofSource(new TableName("shop", "ab"))).isEmpty();
    }

    @Test
    void tableWhoseColumnTheConnectorReadsUnderAnotherNameIsLeftOut() {
        DerivedModel derived = derive(
                CUSTOMERS,
                table("odd").column("id", "bigint").column("`k`", "text").primary("id"));

        assertThat(derived.leftOut()).singleElement().satisfies(left -> assertThat(left.reason())
                .isEqualTo("has the column `k`, whose name stands in quotes, which the connector takes away"));
    }

    private static TableSketch numberedCustomers() {
        return table("customers")
                .counted("id", "bigint")
                .column("customer_no", "text")
                .primary("id")
                .unique("customer_no");
    }

    private static TableSketch order() {
        return table("orders")
                .column("order_no", "text")
                .column("customer_id", "bigint")
                .primary("order_no");
    }

    private static CatalogColumn typed(String name, CatalogType type) {
        return new CatalogColumn(name, type, true, Generation.NONE, false);
    }

    private static DerivedModel derive(TableSketch... tables) {
        DerivedModel derived = Derivation.of(catalog(tables), "exact");
        VaultModel read = ModelReader.read(ModelText.of(derived), "derived");
        assertThat(read).isEqualTo(derived.model());
        return derived;
    }

    private static List<String> key(DerivedModel derived, String hub) {
        return derived.model().hub(hub).businessKey().stream().map(Column::name).toList();
    }

    private static List<String> attributes(DerivedModel derived, String satellite) {
        return derived.model().satellite(satellite).attributes().stream()
                .map(Column::name)
                .toList();
    }

    private static SourceTable source(DerivedModel derived, String table) {
        return derived.model().source(new TableName("shop", table)).orElseThrow();
    }
}

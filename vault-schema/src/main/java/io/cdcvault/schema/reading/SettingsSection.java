package io.cdcvault.schema.reading;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The section {@code vault}. */
final class SettingsSection {

    static final List<String> KEYS =
            List.of("schema", "hash", "record_source", "foreign_keys", "business_key_indexes", "create_types");
    static final List<String> HASH_KEYS = List.of("recipe", "algorithm");

    private static final String STANDARD_SCHEMA = "vault";
    private static final Hash STANDARD = new Hash("automate-dv", HashAlgorithm.MD5);

    private final Document document;
    private final Report report;
    private final List<String> sources;
    private RecordSources recordSources = RecordSources.NONE;

    /** @param sources that the model has tables of; empty when there is one alone, without a name */
    SettingsSection(Document document, Report report, List<String> sources) {
        this.document = document;
        this.report = report;
        this.sources = List.copyOf(sources);
    }

    /** What was read of them. */
    RecordSources recordSources() {
        return recordSources;
    }

    /** What stands in for a section that is missing. */
    static VaultSettings standard(Naming naming) {
        return new VaultSettings(STANDARD_SCHEMA, STANDARD.recipe(), STANDARD.algorithm(), "", false, true, naming);
    }

    VaultSettings read(Node node, Naming naming) {
        YamlMapping vault = document.mapping(node, "the vault's settings").only(KEYS);
        Hash hash = vault.value("hash").map(this::hash).orElse(STANDARD);
        if (!sources.isEmpty() && !hash.recipe().equals(HashRecipe.EXACT)) {
            report.at(
                    vault.value("hash").orElse(node),
                    "Several sources need vault.hash: exact, because two keys may share a hash of " + hash.recipe()
                            + ", and which of them came first would depend on which source was loaded first");
        }
        recordSources = sources.isEmpty() ? ofOneSource(vault, node) : ofSeveral(vault);
        VaultSettings settings = new VaultSettings(
                vault.value("schema")
                        .flatMap(schema -> document.text(schema, "the name of a schema"))
                        .orElse(STANDARD_SCHEMA),
                hash.recipe(),
                hash.algorithm(),
                recordSources.forAll(),
                vault.value("foreign_keys").map(this::isTrue).orElse(false),
                vault.value("business_key_indexes").map(this::isTrue).orElse(true),
                naming);
        return vault.value("create_types").map(this::isTrue).orElse(false) ? settings.creatingTypes() : settings;
    }

    private RecordSources ofOneSource(YamlMapping vault, Node node) {
        return forAll(vault.required("record_source", node, "the vault"), "the text of the record source");
    }

    private RecordSources forAll(Optional<Node> said, String expected) {
        return new RecordSources(
                said.flatMap(source -> document.text(source, expected)).orElse(""), Map.of());
    }

    /** Each source's own name, unless the model says otherwise. */
    private RecordSources ofSeveral(YamlMapping vault) {
        Optional<Node> said = vault.value("record_source");
        if (said.filter(MappingNode.class::isInstance).isEmpty()) {
            return forAll(said, "the text of the record source, or one for each source");
        }
        Map<String, String> bySource = new LinkedHashMap<>();
        for (YamlMapping.Entry entry :
                document.mapping(said.get(), "sources to their record sources").entries()) {
            if (sources.contains(entry.key())) {
                document.text(entry.value(), "the text of the record source")
                        .ifPresent(text -> bySource.put(entry.key(), text));
            } else {
                report.unknown(entry.keyNode(), "source", entry.key(), sources);
            }
        }
        return new RecordSources("", bySource);
    }

    private Hash hash(Node node) {
        if (!(node instanceof MappingNode)) {
            return new Hash(recipe(node).orElse(STANDARD.recipe()), STANDARD.algorithm());
        }
        YamlMapping keys = document.mapping(node, "recipe and algorithm").only(HASH_KEYS);
        return new Hash(
                keys.required("recipe", node, "the hash").flatMap(this::recipe).orElse(STANDARD.recipe()),
                keys.value("algorithm").flatMap(this::algorithm).orElse(STANDARD.algorithm()));
    }

    private Optional<String> recipe(Node node) {
        Optional<String> recipe = document.text(node, "the name of a hash recipe");
        recipe.filter(name -> !HashRecipe.names().contains(name))
                .ifPresent(name -> report.unknown(node, "hash recipe", name, HashRecipe.names()));
        return recipe.filter(HashRecipe.names()::contains);
    }

    private Optional<HashAlgorithm> algorithm(Node node) {
        List<HashAlgorithm> all = Arrays.asList(HashAlgorithm.values());
        List<String> names = algorithms();
        Optional<String> name = document.text(node, "the name of a hash algorithm");
        name.filter(text -> !names.contains(text))
                .ifPresent(text -> report.unknown(node, "hash algorithm", text, names));
        return name.filter(names::contains).map(text -> all.get(names.indexOf(text)));
    }

    static List<String> algorithms() {
        return Arrays.stream(HashAlgorithm.values())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private boolean isTrue(Node node) {
        Optional<String> text = document.text(node, "true or false");
        text.filter(value -> !List.of("true", "false").contains(value))
                .ifPresent(value -> document.mismatch(node, "true or false"));
        return text.filter("true"::equals).isPresent();
    }

    private record Hash(String recipe, HashAlgorithm algorithm) {}
}

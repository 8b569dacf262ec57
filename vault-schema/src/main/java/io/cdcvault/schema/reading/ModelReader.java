package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.VaultSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a model from YAML. The language is described in {@code docs/model.md}. */
public final class ModelReader {

    static final List<String> KEYS = List.of("model", "vault", "naming", "hubs", "links", "satellites", "sources");

    private final Report report = new Report();
    private final Document document = new Document(report);

    private ModelReader() {}

    /**
     * Reads a whole model, or says everything that is wrong with it.
     *
     * @param origin where the text comes from, such as a file's path; messages begin with it
     * @return a model whose names all resolve
     * @throws ModelProblemsException with every problem of the model at once
     */
    public static VaultModel read(String yaml, String origin) {
        ModelReader reader = new ModelReader();
        VaultModel model = new YieldingColumns(reader.report).of(reader.model(reader.document.root(yaml)));
        new Checks(reader.report).run(model);
        reader.report.throwIfAny(origin);
        return model;
    }

    private VaultModel model(YamlMapping root) {
        root.only(KEYS);
        Optional<String> name = section(root, "model").flatMap(node -> document.text(node, "the model's name"));
        List<String> sourceNames =
                root.value("sources").map(SourceSection::sourceNames).orElse(List.of());
        boolean hasSources = !sourceNames.isEmpty();
        Naming naming = root.value("naming")
                .map(new NamingSection(document, report, hasSources)::read)
                .orElse(NamingSection.standard(hasSources));
        SettingsSection vault = new SettingsSection(document, report, sourceNames);
        VaultSettings settings =
                section(root, "vault").map(node -> vault.read(node, naming)).orElse(SettingsSection.standard(naming));
        Known known = known(root);
        List<SourceTable> sources = section(root, "sources")
                .map(new SourceSection(document, report, known, vault.recordSources())::read)
                .orElse(List.of());
        return new VaultModel(name.orElse(""), settings, known.hubs(), known.links(), known.satellites(), sources);
    }

    private Known known(YamlMapping root) {
        List<Hub> hubs = section(root, "hubs")
                .map(new HubSection(document, report)::read)
                .orElse(List.of());
        List<String> hubNames = hubs.stream().map(Hub::name).toList();
        List<Link> links = optional(root, "links", new LinkSection(document, report, hubNames)::read);
        List<String> parents =
                Stream.concat(hubNames.stream(), links.stream().map(Link::name)).toList();
        List<Satellite> satellites =
                optional(root, "satellites", new SatelliteSection(document, report, parents)::read);
        return new Known(hubs, links, satellites);
    }

    private Optional<Node> section(YamlMapping root, String key) {
        if (root.value(key).isEmpty() && !root.isEmpty()) {
            report.atLine(1, "Missing " + key);
        }
        return root.value(key);
    }

    private static <T> List<T> optional(YamlMapping root, String key, Function<Node, List<T>> section) {
        return root.value(key).map(section).orElse(List.of());
    }
}

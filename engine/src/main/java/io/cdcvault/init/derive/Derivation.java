package io.cdcvault.init.derive;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.VaultSettings;
import java.util.List;
import java.util.Optional;

/** Derives a model from a catalog. The same catalog always gives the same model. */
public final class Derivation {

    private final Catalog catalog;
    private final Choices choices;
    private final UsableKeys keys;
    private final Suitability suitability;

    private Derivation(Catalog catalog, Choices choices) {
        this.catalog = catalog;
        this.choices = choices;
        this.keys = new UsableKeys(catalog.publishesStored());
        this.suitability = new Suitability(keys);
    }

    /**
     * A model that the language accepts, unless the catalog has no table that can be loaded: then one without any.
     *
     * @param hash the hash recipe's name
     */
    public static DerivedModel of(Catalog catalog, String hash) {
        return of(catalog, Choices.of(hash));
    }

    /** The same, with what a person has decided. */
    public static DerivedModel of(Catalog catalog, Choices choices) {
        return new Derivation(catalog, choices).derive();
    }

    /** What a person who knows the source may decide otherwise. */
    public static List<KeyQuestion> questions(Catalog catalog, Choices choices) {
        Derivation derivation = new Derivation(catalog, choices);
        return new Shapes(derivation.suitable(), derivation.keys, choices).questions();
    }

    private List<CatalogTable> suitable() {
        return catalog.tables().stream()
                .filter(table -> suitability.refusal(table).isEmpty())
                .toList();
    }

    private DerivedModel derive() {
        List<LeftOut> leftOut = catalog.tables().stream()
                .map(suitability::refusal)
                .flatMap(Optional::stream)
                .toList();
        Shapes shapes = new Shapes(suitable(), keys, choices);
        Subjects subjects = new Subjects(shapes);
        List<Shape> inOrder = subjects.inOrder();
        VaultNames names = new VaultNames();
        Hubs hubs = new Hubs(shapes, inOrder, names);
        Remarks remarks = new Remarks();
        VaultParts parts = new VaultParts();
        String name = catalog.database().isBlank() ? "source" : catalog.database();
        for (Shape shape : inOrder) {
            remarks.subject(
                    shape.table().name(),
                    Spelling.entity(subjects.of(shape).table().name().table()));
            new TableDerivation(shape, shapes, hubs, keys, remarks).addTo(parts, names, name);
        }
        VaultSettings settings =
                new VaultSettings("vault", choices.hash(), HashAlgorithm.MD5, name, false, true, Naming.standard());
        VaultModel model =
                new VaultModel(name, settings, parts.hubs(), parts.links(), parts.satellites(), parts.sources());
        new Cautions(model, suitable(), remarks).add();
        return new DerivedModel(model, remarks, leftOut);
    }
}

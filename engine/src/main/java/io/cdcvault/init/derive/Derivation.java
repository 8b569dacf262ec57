package io.cdcvault.init.derive;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.VaultSettings;
import java.util.List;
import java.util.Optional;

/** Derives a model from a catalog. The same catalog always gives the same model. */
public final class Derivation {

    private final Catalog catalog;
    private final String hash;
    private final UsableKeys keys;
    private final Suitability suitability;
    private final boolean areReferencesFollowed;

    private Derivation(Catalog catalog, String hash, boolean areReferencesFollowed) {
        this.catalog = catalog;
        this.hash = hash;
        this.areReferencesFollowed = areReferencesFollowed;
        this.keys = new UsableKeys(catalog.publishesStored());
        this.suitability = new Suitability(keys);
    }

    /**
     * A model that the language accepts, unless the catalog has no table that can be loaded: then one without any.
     *
     * @param hash the hash recipe's name
     */
    public static DerivedModel of(Catalog catalog, String hash) {
        return of(catalog, hash, hash.equals(HashRecipe.EXACT));
    }

    /**
     * The same.
     *
     * @param areReferencesFollowed whether hubs may have natural keys that rows which refer to them do not hold
     */
    public static DerivedModel of(Catalog catalog, String hash, boolean areReferencesFollowed) {
        return new Derivation(catalog, hash, areReferencesFollowed).derive();
    }

    private DerivedModel derive() {
        List<CatalogTable> suitable = catalog.tables().stream()
                .filter(table -> suitability.refusal(table).isEmpty())
                .toList();
        List<LeftOut> leftOut = catalog.tables().stream()
                .map(suitability::refusal)
                .flatMap(Optional::stream)
                .toList();
        Shapes shapes = new Shapes(suitable, keys, areReferencesFollowed);
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
                new VaultSettings("vault", hash, HashAlgorithm.MD5, name, false, true, Naming.standard());
        VaultModel model =
                new VaultModel(name, settings, parts.hubs(), parts.links(), parts.satellites(), parts.sources());
        new Cautions(model, suitable, remarks).add();
        return new DerivedModel(model, remarks, leftOut);
    }
}

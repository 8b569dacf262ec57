package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogType;
import java.util.Optional;

/** Says why the vault has another type than the source. */
final class TypeRemark {

    private TypeRemark() {}

    static Optional<String> of(CatalogColumn column) {
        CatalogType type = column.type();
        return switch (type.origin()) {
            case BUILT_IN ->
                type.held().startsWith("text") && type.declared().matches("reg\\w+.*|aclitem.*")
                        ? Optional.of(type.declared() + " at the source, a name that the warehouse may not have")
                        : Optional.empty();
            case DOMAIN -> Optional.of("the domain " + type.declared() + " at the source, of which this is the base");
            case ENUM -> Optional.of(elsewhere("the enum", type));
            case COMPOSITE -> Optional.of(elsewhere("the composite type", type));
            case EXTENSION -> Optional.of(elsewhere("the extension's type", type));
            case OTHER -> Optional.of(elsewhere("the type", type));
        };
    }

    private static String elsewhere(String kind, CatalogType type) {
        return kind + " " + type.declared() + " at the source; that type if the warehouse has it";
    }
}

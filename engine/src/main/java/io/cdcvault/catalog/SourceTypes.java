package io.cdcvault.catalog;

import io.cdcvault.catalog.CatalogType.Origin;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types of the source that PostgreSQL does not bring along, and what values of each can be held in. */
final class SourceTypes {

    /** Their values are names of things that the warehouse does not have. */
    private static final Set<String> NAMES_OF_OBJECTS = Set.of(
            "regproc",
            "regprocedure",
            "regoper",
            "regoperator",
            "regclass",
            "regtype",
            "regrole",
            "regnamespace",
            "regconfig",
            "regdictionary",
            "regcollation",
            "aclitem");

    private static final Pattern WITH_ZONE = Pattern.compile("(time|timestamp)(\\(\\d\\))? with time zone(.*)");
    private static final Pattern WITHOUT_ZONE = Pattern.compile("(time|timestamp)(\\(\\d\\))? without time zone(.*)");

    private final Map<String, SourceType> byOid;

    SourceTypes(Map<String, SourceType> byOid) {
        this.byOid = Map.copyOf(byOid);
    }

    /**
     * A type that is not PostgreSQL's own.
     *
     * @param kind as {@code pg_type.typtype} says it
     * @param baseOid of a domain
     * @param base of a domain, as {@code format_type} writes it
     * @param elementOid of an array; empty otherwise
     * @param isOfExtension whether an extension brings it along
     */
    record SourceType(String kind, String baseOid, String base, String elementOid, boolean isOfExtension) {}

    /** @param declared as {@code format_type} writes it */
    CatalogType of(String oid, String declared) {
        return of(oid, declared, declared, Origin.BUILT_IN);
    }

    private CatalogType of(String oid, String type, String declared, Origin origin) {
        SourceType known = byOid.get(oid);
        if (known == null) {
            return new CatalogType(declared, held(type), origin);
        }
        if (!known.elementOid().isEmpty()) {
            CatalogType element = of(known.elementOid(), "text", declared, origin);
            return new CatalogType(declared, element.held() + "[]", element.origin());
        }
        if (known.kind().equals("d")) {
            return of(known.baseOid(), known.base(), declared, Origin.DOMAIN);
        }
        return new CatalogType(declared, "text", origin(known));
    }

    private static Origin origin(SourceType type) {
        if (type.isOfExtension()) {
            return Origin.EXTENSION;
        }
        return switch (type.kind()) {
            case "e" -> Origin.ENUM;
            case "c" -> Origin.COMPOSITE;
            default -> Origin.OTHER;
        };
    }

    /** The short name, as one writes it. */
    private static String held(String type) {
        if (NAMES_OF_OBJECTS.contains(type.replace("[]", ""))) {
            return type.endsWith("[]") ? "text[]" : "text";
        }
        Matcher zoned = WITH_ZONE.matcher(type);
        if (zoned.matches()) {
            return zoned.group(1) + "tz" + modifier(zoned) + zoned.group(3);
        }
        Matcher local = WITHOUT_ZONE.matcher(type);
        if (local.matches()) {
            return local.group(1) + modifier(local) + local.group(3);
        }
        return type.replaceFirst("^character varying", "varchar").replaceFirst("^character(?=\\()", "char");
    }

    private static String modifier(Matcher type) {
        return type.group(2) == null ? "" : type.group(2);
    }
}

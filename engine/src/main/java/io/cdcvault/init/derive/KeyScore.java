package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.UniqueKey;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How much a key looks like one that people know a thing by. */
final class KeyScore {

    private static final Pattern NAMED =
            Pattern.compile("(?:.*_)?(?:code|no|nr|number|sku|isbn|ean|gtin|upc|email|e_mail|slug"
                    + "|key|iata|icao|iban|bic|swift|vin|symbol|ticker|login|username|user_name|handle|domain|host|hostname"
                    + "|barcode|serial|iso|iso2|iso3|reference|ref|tag|name)\\d*");
    private static final Pattern TECHNICAL = Pattern.compile("(?:.*_)?(?:id|uuid|guid|oid|pk|rowid|seq|hash|token)");

    private final CatalogTable table;

    KeyScore(CatalogTable table) {
        this.table = table;
    }

    /** Greater is better; those without a meaning outside the database are below zero. */
    int of(UniqueKey key) {
        int worst = key.columns().stream()
                .map(table::column)
                .mapToInt(KeyScore::of)
                .min()
                .orElse(0);
        int references = consistsOfReferences(key) ? -40 : 0;
        return worst + references - 6 * (key.columns().size() - 1) + (key.isPrimary() ? 5 : 0);
    }

    /** Whether the key is made for the database alone. */
    boolean isSurrogate(UniqueKey key) {
        return key.columns().size() == 1 && of(table.column(key.columns().get(0))) < 0;
    }

    private static int of(CatalogColumn column) {
        String name = Spelling.snake(column.name());
        int score = 0;
        if (NAMED.matcher(name).matches()) {
            // A name is often unique by chance only.
            score += name.endsWith("name") ? 20 : 40;
        }
        if (TECHNICAL.matcher(name).matches()) {
            score -= column.type().isText() ? 10 : 40;
        }
        if (column.type().isText()) {
            score += 20;
        } else if (column.type().held().equals("uuid")) {
            score -= 30;
        } else if (!column.type().isNumberOrUuid()) {
            score -= column.type().held().matches("(?i)(numeric|date|inet|cidr|macaddr).*") ? 0 : 30;
        }
        return column.isCounted() ? score - 60 : score;
    }

    private boolean consistsOfReferences(UniqueKey key) {
        Set<String> referring = new HashSet<>();
        table.foreignKeys().forEach(each -> referring.addAll(each.columns()));
        return referring.containsAll(key.columns());
    }

    /** As one names a key in a sentence. */
    static String words(List<String> columns) {
        return columns.size() == 1 ? columns.get(0) : "(" + String.join(", ", columns) + ")";
    }

    static String count(int number, String one) {
        return number == 1 ? "one " + one : String.format(Locale.ROOT, "%d %ss", number, one);
    }
}

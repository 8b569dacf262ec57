package io.cdcvault.check;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelLines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the line that a finding is about, by the names that it begins with or mentions. */
final class FaultLines {

    private static final Pattern MISSING_COLUMN = Pattern.compile(" has no column (.+?), which the model maps");
    private static final Pattern UNKNOWN_TYPE = Pattern.compile("(.+), which the model uses, is not known");

    private final VaultModel model;
    private final ModelLines lines;

    FaultLines(VaultModel model, ModelLines lines) {
        this.model = model;
        this.lines = lines;
    }

    OptionalInt of(String found) {
        return first(ofColumn(found), ofSource(found), ofElement(found), ofType(found));
    }

    /** Of a vault's column, named as {@code sat_x.column}. */
    private OptionalInt ofColumn(String found) {
        return columns().stream()
                .filter(place ->
                        mentions(found, place.element() + "." + place.column().name()))
                .findFirst()
                .map(place -> lines.ofElement(place.element(), place.column().name()))
                .orElse(OptionalInt.empty());
    }

    private OptionalInt ofSource(String found) {
        Optional<TableName> table = model.sources().stream()
                .map(SourceTable::table)
                .filter(name -> mentions(found, name.toString()))
                // What was probably meant stands behind what the model says.
                .min(Comparator.<TableName>comparingInt(name -> found.indexOf(name.toString()))
                        .thenComparing(name -> -name.toString().length()));
        Matcher column = MISSING_COLUMN.matcher(found);
        boolean isOfColumn = column.find();
        return table.map(name ->
                        isOfColumn ? lines.ofSource(name, column.group(1).split(", ", -1)[0]) : lines.ofSource(name))
                .orElse(OptionalInt.empty());
    }

    /** Of a vault table, also of one that comes with a hub or link. */
    private OptionalInt ofElement(String found) {
        return VaultTables.of(model).stream()
                .filter(shape -> mentions(found, shape.name()))
                .max(Comparator.comparingInt((TableShape shape) -> shape.name().length()))
                .map(shape -> lines.ofElement(shape.element()))
                .orElse(OptionalInt.empty());
    }

    private OptionalInt ofType(String found) {
        Matcher type = UNKNOWN_TYPE.matcher(found);
        if (!type.matches()) {
            return OptionalInt.empty();
        }
        return columns().stream()
                .filter(place -> place.column().type().equals(type.group(1)))
                .findFirst()
                .map(place -> lines.ofElement(place.element(), place.column().name()))
                .orElse(OptionalInt.empty());
    }

    /** A column with the hub or satellite that has it. */
    private record Place(String element, Column column) {}

    private List<Place> columns() {
        List<Place> places = new ArrayList<>();
        model.hubs().forEach(hub -> hub.businessKey().forEach(column -> places.add(new Place(hub.name(), column))));
        model.satellites().forEach(satellite -> {
            satellite.childKey().forEach(column -> places.add(new Place(satellite.name(), column)));
            satellite.attributes().forEach(column -> places.add(new Place(satellite.name(), column)));
        });
        return places;
    }

    /** Not as the beginning of a longer name. */
    private static boolean mentions(String found, String name) {
        for (int at = found.indexOf(name); at >= 0; at = found.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean isAlone = (at == 0 || !isOfName(found.charAt(at - 1)))
                    && (end == found.length() || !isOfName(found.charAt(end)));
            if (isAlone) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfName(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_';
    }

    private static OptionalInt first(OptionalInt... candidates) {
        for (OptionalInt candidate : candidates) {
            if (candidate.isPresent()) {
                return candidate;
            }
        }
        return OptionalInt.empty();
    }
}

package io.cdcvault.schema.ddl;

import io.cdcvault.schema.ddl.TableShape.Kind;
import io.cdcvault.schema.ddl.TableShape.Reference;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.ReferencePath;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A satellite of a hub or a link. */
final class SatelliteTables {

    private final VaultModel model;
    private final StandardColumns standard;

    SatelliteTables(VaultModel model) {
        this.model = model;
        this.standard = new StandardColumns(model);
    }

    TableShape satellite(Satellite satellite) {
        String key = VersionKey.parent(model, satellite);
        return new TableShape(
                satellite.name(),
                Kind.SATELLITE,
                satellite.name(),
                "Satellite of " + satellite.parent() + ": every version of its attributes",
                columns(satellite, key),
                VersionKey.of(model, satellite),
                lookUps(satellite),
                List.of(new Reference(key, satellite.parent(), key)));
    }

    /** By the columns of references, which lead to rows and from them. */
    private List<IndexShape> lookUps(Satellite satellite) {
        return ReferencePath.all(model).stream()
                .flatMap(path -> Stream.of(path.own(), path.target()))
                .filter(side -> side.satellite().name().equals(satellite.name()))
                .map(ReferencePath.Side::attributes)
                .distinct()
                .flatMap(attributes -> BusinessKeyIndex.of(attributes).stream())
                .distinct()
                .toList();
    }

    private List<ColumnShape> columns(Satellite satellite, String key) {
        List<ColumnShape> columns = new ArrayList<>();
        columns.add(standard.hash(key, "Key of " + satellite.parent()));
        satellite
                .childKey()
                .forEach(child -> columns.add(
                        ColumnShape.required(child.name(), child.type(), "Distinguishes what is active at one time")));
        columns.add(standard.loadDate("When the version was committed in the source"));
        columns.add(standard.hashDiff());
        columns.add(standard.recordSource());
        columns.add(standard.sourceLsn());
        if (model.hasOwnLife(satellite)) {
            columns.add(standard.isActive("False when this version is the end of the source row"));
        }
        satellite.attributes().forEach(attribute -> columns.add(attribute(attribute)));
        return columns;
    }

    private static ColumnShape attribute(Column attribute) {
        return ColumnShape.optional(attribute.name(), attribute.type(), "Attribute");
    }
}

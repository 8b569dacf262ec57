package io.cdcvault.schema.model;

import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the vault has what a reference compares: two satellites of hubs, one for the row that refers and one for the
 * row that is referred to.
 *
 * @param own of the row that refers
 * @param target of the row that is referred to
 */
public record ReferencePath(Reference reference, Side own, Side target) {

    /**
     * One of the two rows.
     *
     * @param source its table
     * @param hub that the row stands for
     * @param satellite that has the columns
     * @param attributes the columns, in the order of the reference
     */
    public record Side(SourceTable source, Hub hub, Satellite satellite, List<Column> attributes) {

        public Side {
            attributes = List.copyOf(attributes);
        }

        /**
         * A satellite that describes the rows of a table and has some of its columns.
         *
         * @return empty when the rows stand for no hub, or no satellite of theirs has all the columns as attributes
         */
        public static Optional<Side> of(VaultModel model, SourceTable source, Iterable<String> columns) {
            return source.satellites().stream()
                    .filter(feed ->
                            model.isHub(source.row()) && feed.parentRole().equals(source.row()))
                    .flatMap(feed -> of(model, source, feed, columns).stream())
                    .findFirst();
        }

        private static Optional<Side> of(
                VaultModel model, SourceTable source, SatelliteFeed feed, Iterable<String> columns) {
            Satellite satellite = model.satellite(feed.satellite());
            List<Column> attributes = new ArrayList<>();
            for (String column : columns) {
                Optional<Column> attribute = satellite.attributes().stream()
                        .filter(each -> column.equals(feed.columns().get(each.name())))
                        .findFirst();
                if (attribute.isEmpty()) {
                    return Optional.empty();
                }
                attributes.add(attribute.get());
            }
            boolean isOfRow =
                    satellite.childKey().isEmpty() && satellite.parent().equals(source.row());
            return isOfRow
                    ? Optional.of(new Side(source, model.hub(source.row()), satellite, attributes))
                    : Optional.empty();
        }
    }

    /**
     * The path of a reference.
     *
     * @param source the table that refers
     * @return empty when the vault does not have the columns; a model that was read always has them
     */
    public static Optional<ReferencePath> of(VaultModel model, SourceTable source, Reference reference) {
        Map<String, String> columns = reference.columns();
        Optional<Side> own = Side.of(model, source, columns.values());
        Optional<Side> target =
                model.source(reference.table()).flatMap(table -> Side.of(model, table, columns.keySet()));
        return own.flatMap(one -> target.map(other -> new ReferencePath(reference, one, other)));
    }

    /** Of every reference of a model. */
    public static List<ReferencePath> all(VaultModel model) {
        return model.sources().stream()
                .flatMap(source ->
                        source.references().stream().flatMap(reference -> of(model, source, reference).stream()))
                .toList();
    }
}

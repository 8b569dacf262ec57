package io.cdcvault.diagram;

import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one column of a source table feeds.
 *
 * @param from the column, or the constant or expression that stands for one
 * @param element the hub, link or satellite
 * @param to the column of the business key, the child key or the attributes; of a link, the role
 */
public record Feed(TableName table, String from, String element, String to) {

    /** In the order of the model. A column that feeds an element in two roles stands there twice. */
    public static List<Feed> of(VaultModel model) {
        return model.sources().stream().flatMap(source -> of(source).stream()).toList();
    }

    /** The same of one table. */
    public static List<Feed> of(SourceTable source) {
        List<Feed> feeds = new ArrayList<>();
        source.hubs().forEach(hub -> hub.columns()
                .forEach((to, from) -> feeds.add(new Feed(source.table(), from, hub.hub(), to))));
        source.allLinks().forEach(link -> ofLink(source, link, feeds));
        source.satellites().forEach(satellite -> satellite
                .columns()
                .forEach((to, from) -> feeds.add(new Feed(source.table(), from, satellite.satellite(), to))));
        return feeds.stream().distinct().toList();
    }

    /** Behind a reference, what stands in the row itself. */
    private static void ofLink(SourceTable source, LinkFeed link, List<Feed> feeds) {
        link.roles().forEach((role, feedingRole) -> {
            Optional<Reference> reference = source.reference(feedingRole);
            (reference.isPresent()
                            ? reference.get().columns()
                            : source.hubFeed(feedingRole).columns())
                    .values()
                    .forEach(from -> feeds.add(new Feed(source.table(), from, link.link(), role)));
        });
    }
}

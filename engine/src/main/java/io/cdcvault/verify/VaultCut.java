package io.cdcvault.verify;

import static java.util.stream.Collectors.joining;

import io.cdcvault.bookkeeping.FeedPositions;
import io.cdcvault.bookkeeping.VaultMoment;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.database.Identifiers;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One moment of a vault over all its sources: the vault holds of each all that committed up to the load date, and it
 * stays so. Asked again, also of a vault that was made again from the topics, it is the same.
 *
 * @param positions of the last commit of each source that is in it and that the vault shows something of, by source
 */
public record VaultCut(LoadDate loadDate, Map<String, Lsn> positions) {

    public VaultCut {
        positions = Map.copyOf(positions);
    }

    /** One source of a vault: the settings and the model that it is loaded by. */
    public record Source(String name, Settings settings, VaultModel model) {}

    /**
     * Reads the latest, or one before.
     *
     * @param sources all that load the vault
     * @param wanted the load date; empty for the latest that all have reached
     * @throws CdcVaultException when the vault has not come so far with one of the sources
     */
    public static VaultCut read(List<Source> sources, Optional<LoadDate> wanted) {
        Settings settings = sources.get(0).settings();
        try (ReadSession vault =
                ReadSession.open(ReadSession.Database.WAREHOUSE, settings.warehouse(), settings.name())) {
            LoadDate latest = sources.stream()
                    .map(source -> LoadDate.of(moment(vault, source).loadDate()))
                    .min(LoadDate::compareTo)
                    .orElseThrow();
            LoadDate cut = wanted.orElse(latest);
            if (cut.isAfter(latest)) {
                throw new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "Not every source is loaded up to " + cut + ", only up to " + latest);
            }
            Map<String, Lsn> positions = new LinkedHashMap<>();
            sources.forEach(source -> positions.put(source.name(), position(vault, source.model(), cut)));
            return new VaultCut(cut, positions);
        }
    }

    private static VaultMoment moment(ReadSession vault, Source source) {
        return vault.ask(
                        "read how far the vault is",
                        connection -> new FeedPositions(connection, FeedName.textOf(source.settings())).moment())
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.CAPTURE_FAILED,
                        "Nothing was loaded yet of " + source.name() + "; see `cdc-vault status`"));
    }

    /** From the versions alone, so that it is the same once the vault has come further. */
    private static Lsn position(ReadSession vault, VaultModel model, LoadDate cut) {
        String lsn = Identifiers.quoted(model.settings().naming().sourceLsn());
        String loadDate = Identifiers.quoted(model.settings().naming().loadDate());
        String seen = VaultTables.of(model).stream()
                .filter(table -> table.kind() != TableShape.Kind.HUB && table.kind() != TableShape.Kind.LINK)
                .map(table -> "select max(" + lsn + ") as lsn from "
                        + Identifiers.qualified(model.settings().schema(), table.name()) + " where " + loadDate
                        + " <= " + Identifiers.literal(cut.toString()) + "::timestamptz")
                .collect(joining("\nunion all\n"));
        return vault.query(
                "read the last commit of before " + cut,
                "select coalesce(max(lsn), '0/0')::text from (" + seen + ") as seen",
                row -> {
                    row.next();
                    return Lsn.parse(row.getString(1));
                });
    }
}

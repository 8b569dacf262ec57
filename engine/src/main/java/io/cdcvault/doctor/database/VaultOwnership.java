package io.cdcvault.doctor.database;

import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.VaultOwner;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.installation.Installation;
import io.cdcvault.settings.Sources;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the vault's schema and the bookkeeping are this installation's to write. */
public final class VaultOwnership implements Check {

    private static final String TABLES =
            """
            select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = ? and c.relkind in ('r', 'p')) as tables""";

    private final String installation;
    private final String schema;

    public VaultOwnership(Installation installation) {
        this.installation = Sources.installation(installation.settings());
        this.schema = installation.model().settings().schema();
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        if (!Bookkeeping.exists(session.connection())) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (session.row(TABLES, schema).is("tables")) {
            findings.add(owner(new VaultOwner(session.connection(), schema).owners()));
        }
        int version = Bookkeeping.version(session.connection());
        if (version > Warehouse.bookkeepingVersion()) {
            findings.add(
                    new Subject(Area.WAREHOUSE, "bookkeeping", "A newer version may keep its books in another way.")
                            .error("is of version " + version + ", and this version of cdc-vault knows "
                                    + Warehouse.bookkeepingVersion() + ": start the newer one"));
        }
        return findings;
    }

    private Finding owner(List<String> owners) {
        Subject subject = new Subject(
                Area.WAREHOUSE, "vault owner", "Two installations that load into one schema overwrite each other.");
        return owners.isEmpty() || owners.equals(List.of(installation))
                ? subject.ok("schema " + schema + " is loaded by " + installation + " only")
                : subject.error(
                        "schema " + schema + " belongs to " + String.join(", ", owners) + ", not to " + installation
                                + ": set another vault.schema in the model. Only if the other one is retired or was renamed, stop it and"
                                + " run on the warehouse: " + VaultOwner.handOver(schema, installation));
    }
}

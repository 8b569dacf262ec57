package io.cdcvault.load.plan;

import io.cdcvault.schema.model.TableName;
import java.util.List;

/**
 * How one source table's changes are loaded: copied into the staging table, then one statement.
 *
 * @param loadStatement returns one row with the number of new rows of each of {@code targets}, in their order
 * @param targets the vault tables that it writes
 * @param truncateStatement stages the deletion of every row; parameters: sequence, load date, LSN
 * @param rememberStatement remembers the staged rows as shown by a snapshot; parameter: its load date
 * @param closeStatement stages the deletion of every row that a snapshot did not show; parameters: sequence, load date,
 *     LSN, load date
 */
public record LoadPlan(
        TableName table,
        Staging staging,
        String loadStatement,
        List<String> targets,
        String truncateStatement,
        String rememberStatement,
        String closeStatement) {

    public LoadPlan {
        targets = List.copyOf(targets);
    }
}

package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;

/** The source tables that a person names, with their schema or without. */
record TableChoice(VaultModel model) {

    /** All of the model's when none is named. */
    List<SourceTable> sources(List<String> names) {
        names.forEach(this::requireKnown);
        return model.sources().stream()
                .filter(source -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(source.table(), name)))
                .toList();
    }

    private void requireKnown(String name) {
        if (model.sources().stream().noneMatch(source -> isNamed(source.table(), name))) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "The model maps no table " + name + "; it maps "
                            + model.sources().stream().map(SourceTable::table).toList());
        }
    }

    private static boolean isNamed(TableName table, String name) {
        return table.toString().equals(name) || table.table().equals(name);
    }
}

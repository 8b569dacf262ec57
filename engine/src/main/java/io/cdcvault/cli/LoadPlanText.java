package io.cdcvault.cli;

import io.cdcvault.load.plan.LoadPlan;
import java.util.StringJoiner;

/** The statements that load one source table, as SQL that can be read. */
final class LoadPlanText {

    private LoadPlanText() {}

    static String of(LoadPlan plan) {
        StringJoiner text = new StringJoiner("\n")
                .add("-- " + plan.table() + ": staged once a session")
                .add(plan.staging().createStatement() + ";")
                .add("")
                .add("-- every batch: changes are copied in as typed values")
                .add(plan.staging().copyStatement() + ";")
                .add("")
                .add("-- every batch: one statement into " + String.join(", ", plan.targets()))
                .add(plan.loadStatement() + ";")
                .add("")
                .add("-- a truncate stages the deletion of every row")
                .add(plan.truncateStatement() + ";")
                .add("");
        plan.resolvedLinks().forEach(link -> text.add("-- every batch, after all tables: one statement into "
                        + link.link() + ", " + link.effectivity())
                .add(link.statement() + ";")
                .add("")
                .add("-- where it took back what was known worse: links that never were")
                .add(link.trimStatement() + ";")
                .add(""));
        return text.toString();
    }
}

package io.cdcvault.cli;

import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.Staging;
import io.cdcvault.load.plan.Staging.StagedColumn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The statements of a load plan that not every batch runs, and that {@code explain} therefore leaves out. */
final class RareStatements {

    private final LoadPlan plan;
    private final Map<String, String> statements = new LinkedHashMap<>();

    private RareStatements(LoadPlan plan) {
        this.plan = plan;
    }

    static String of(LoadPlan plan) {
        RareStatements rare = new RareStatements(plan);
        rare.addComputations(plan.staging());
        rare.addStaging(plan.staging());
        rare.addCompletion();
        rare.addSnapshots();
        return rare.statements.entrySet().stream()
                .map(entry -> "-- " + plan.table() + ": " + entry.getKey() + "\n" + entry.getValue() + ";\n")
                .collect(Collectors.joining("\n"));
    }

    private void addStaging(Staging staging) {
        statements.put("the function that finds values the vault's types refuse", staging.checkFunction());
        statements.put("its call", staging.checkStatement());
        statements.put("rows that lack values", staging.missingStatement(plan.rowKey()));
        statements.put("rows that are taken out again", staging.unstageStatement(staging.keyParts(plan.rowKey())));
        statements.put("a bisection puts the rows aside", staging.setAsideStatement());
        statements.put("a bisection empties the staging table", staging.emptyStatement());
        statements.put("a bisection reads what was staged", staging.sequencesStatement());
        statements.put("a bisection brings some rows back", staging.bringBackStatement());
        statements.put("a bisection reads a row's key", staging.keyStatement());
        statements.put("a commit LSN that becomes known late", staging.commitLsnStatement());
    }

    private void addComputations(Staging staging) {
        staging.computationChecks()
                .forEach(
                        (name, checks) -> statements.put("before the first load, " + name, String.join(";\n", checks)));
        if (!staging.expressions().isEmpty()) {
            statements.put("rows that lack a value of an expression that fails", staging.lackingStatement());
        }
    }

    private void addCompletion() {
        plan.toastFills()
                .statements(Set.of())
                .forEach((column, sql) -> statements.put("an untouched value of " + column + " is filled in", sql));
        statements.put(
                "an update of the key asks for what its insertion lacks",
                plan.keyChanges().mark());
        statements.put("an update of the key hands values on", plan.keyChanges().inherit());
        statements.put("an update of the key is complete", plan.keyChanges().unmark());
        addFirst("deletions that carry only ", plan.deleteResolution()::statement);
        addFirst("keys given up by updates of a row known by ", plan.previousKeys()::statement);
        statements.put(
                "the state at commit, by whole images", plan.commitStates().statement(Set.of()));
        addFirst(
                "the state at commit, by ",
                columns -> Optional.of(plan.commitStates().statement(columns)));
        statements.put("second rows under a key", plan.twins().statement());
        plan.sharedHashes().forEach(hash -> {
            statements.put("keys of one hash among the staged, " + hash.target(), hash.staged());
            statements.put("keys of one hash in the vault, " + hash.target(), hash.stored());
        });
    }

    private void addSnapshots() {
        statements.put("what rows without a key mention", plan.mentionStatement());
        statements.put("a snapshot remembers what it showed", plan.rememberStatement());
        statements.put("a snapshot closes what it did not show", plan.closeStatement());
    }

    /** By the first column outside the key, as one for all: the statement depends on what the log knows rows by. */
    private void addFirst(String name, Function<Set<String>, Optional<String>> statement) {
        plan.staging().sourceColumns().stream()
                .filter(column -> !plan.rowKey().contains(column.staged()))
                .map(StagedColumn::name)
                .filter(column -> statement.apply(Set.of(column)).isPresent())
                .findFirst()
                .ifPresent(column -> statements.put(
                        name + column, statement.apply(Set.of(column)).orElseThrow()));
    }
}

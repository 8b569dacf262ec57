package io.cdcvault.drift;

import io.cdcvault.drift.TypeDrift.Misfit;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a look makes of columns whose types became others.
 *
 * @param followed by the vault from now on
 * @param kept columns whose former types are remembered, because the vault has not followed them
 * @param obstacles why not
 */
record TypeNews(List<ColumnChange> followed, List<String> kept, List<Obstacle> obstacles) {

    /**
     * Decides, as the table's policy says.
     *
     * @param changes of the table's columns that the model does not have yet
     * @param before with the names that columns have now
     * @throws CdcVaultException when the policy is to stop, and the vault does not hold a type
     */
    static TypeNews of(
            VaultModel model,
            SourceTable source,
            List<ColumnChange> changes,
            TableFacts before,
            TableFacts now,
            SourceWatch.Following following) {
        VaultModel present = Evolution.of(model, changes);
        TypeDrift drift = new TypeDrift(present, present.source(source.table()).orElse(source), before, now);
        List<Misfit> misfits = List.copyOf(drift.misfits(following::typeOf).values());
        if (!now.exists() || misfits.isEmpty()) {
            return new TypeNews(List.of(), List.of(), List.of());
        }
        Types policy = following.types(source.table());
        List<ColumnChange> followed = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        List<Obstacle> obstacles = new ArrayList<>();
        for (Misfit misfit : misfits) {
            Optional<Retyped> wider = drift.followed(misfit, policy);
            if (policy == Types.STOP && wider.isEmpty()) {
                throw new CdcVaultException(FailureKind.MODEL_OUTDATED, source.table() + " " + words(misfit));
            }
            Optional<Obstacle> obstacle = wider.isPresent()
                    ? following.obstacleTo(with(changes, wider.get())).map(each -> held(misfit, each))
                    : Optional.of(parked(source, misfit));
            if (obstacle.isPresent()) {
                kept.add(misfit.column());
                obstacles.add(obstacle.get());
            } else {
                followed.add(wider.orElseThrow());
            }
        }
        return new TypeNews(followed, kept, obstacles);
    }

    private static List<ColumnChange> with(List<ColumnChange> changes, ColumnChange last) {
        List<ColumnChange> all = new ArrayList<>(changes);
        all.add(last);
        return all;
    }

    private static String words(Misfit misfit) {
        return "has the column " + misfit.column() + ", which is " + misfit.present() + " now, and feeds "
                + misfit.into();
    }

    private static Obstacle held(Misfit misfit, Obstacle obstacle) {
        return new Obstacle(
                words(misfit) + ", which cannot follow: " + obstacle.reason()
                        + ". Values that do not fit become dead letters, and are retried when it can",
                obstacle.remedy(),
                false);
    }

    private static Obstacle parked(SourceTable source, Misfit misfit) {
        return new Obstacle(
                words(misfit) + ": values that do not fit become dead letters",
                "let the model feed another attribute of that type from it, or say drift: {types: TEXT} under "
                        + source.table() + " in the model",
                false);
    }
}

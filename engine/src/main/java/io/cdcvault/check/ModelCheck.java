package io.cdcvault.check;

import io.cdcvault.check.ModelFault.Place;
import io.cdcvault.database.NamesInForce;
import io.cdcvault.doctor.database.Check;
import io.cdcvault.doctor.database.ComputedValues;
import io.cdcvault.doctor.database.DatabaseExamination;
import io.cdcvault.doctor.database.ExaminedSession;
import io.cdcvault.doctor.database.SourceColumns;
import io.cdcvault.doctor.database.SourceRows;
import io.cdcvault.doctor.database.SourceTableChecks;
import io.cdcvault.doctor.database.Types;
import io.cdcvault.doctor.database.VaultColumnTypes;
import io.cdcvault.doctor.database.VaultTableChecks;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelLines;
import io.cdcvault.schema.reading.ModelProblem;
import io.cdcvault.schema.reading.ModelProblemsException;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.schema.reading.SoundPart;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that keeps a model from being loaded right, as far as file, source and warehouse show it. */
public final class ModelCheck {

    private final Settings settings;
    private final boolean sourceOnly;

    /** @param sourceOnly whether the warehouse, which may not exist yet, is left alone */
    public ModelCheck(Settings settings, boolean sourceOnly) {
        this.settings = settings;
        this.sourceOnly = sourceOnly;
    }

    /**
     * What is wrong, in the order of the file's lines; none when nothing is. Of a file with problems of its own, the
     * part that can be read is compared all the same.
     *
     * @throws CdcVaultException when there is no such model
     */
    public List<ModelFault> faults() {
        List<ModelFault> faults = new ArrayList<>();
        compared(faults).ifPresent(compared -> {
            Installation installation = compared.installation();
            FaultLines lines =
                    new FaultLines(installation.model(), ModelLines.of(installation.text(), Sources.name(settings)));
            examinations(compared).stream()
                    .flatMap(examination -> examination.findings().stream())
                    .filter(finding -> finding.severity().compareTo(Severity.WARNING) >= 0)
                    .map(finding -> fault(finding, lines))
                    .forEach(faults::add);
        });
        return faults.stream()
                .distinct()
                .sorted(Comparator.comparingInt(fault -> fault.line().orElse(0)))
                .toList();
    }

    /**
     * What is compared with the databases.
     *
     * @param cut tables of which something is left out
     */
    private record Compared(Installation installation, Set<TableName> cut) {

        /** Without the tables whose rows something else may identify than the file says. */
        Installation whole() {
            VaultModel model = installation.model();
            return cut.isEmpty()
                    ? installation
                    : new Installation(
                            installation.settings(),
                            new VaultModel(
                                    model.name(),
                                    model.settings(),
                                    model.hubs(),
                                    model.links(),
                                    model.satellites(),
                                    model.sources().stream()
                                            .filter(source -> !cut.contains(source.table()))
                                            .toList()));
        }
    }

    /** @param faults to which the file's own are added */
    private Optional<Compared> compared(List<ModelFault> faults) {
        try {
            return Optional.of(new Compared(Installation.of(settings).followingIfKnown(), Set.of()));
        } catch (CdcVaultException e) {
            if (!(e.getCause() instanceof ModelProblemsException problems)) {
                throw e;
            }
            problems.problems().forEach(problem -> faults.add(fault(problem)));
        }
        try {
            return SoundPart.of(text())
                    .map(sound -> new Compared(
                            Installation.of(settings, sound.text()).followingIfKnown(),
                            sound.cut().stream().map(TableName::inItsSource).collect(Collectors.toSet())));
        } catch (CdcVaultException e) {
            // The part of one of several sources may have problems of its own.
            return Optional.empty();
        }
    }

    private List<Examination> examinations(Compared compared) {
        Installation installation = compared.installation();
        List<Examination> examinations = new ArrayList<>();
        examinations.add(new DatabaseExamination(
                Area.MASTER, settings.source(), settings.name(), session -> ofSource(compared, session)));
        if (!sourceOnly) {
            examinations.add(new DatabaseExamination(
                    Area.WAREHOUSE,
                    settings.warehouse(),
                    settings.name(),
                    session -> List.of(
                            new VaultTableChecks(installation.model()),
                            new VaultColumnTypes(installation.model()),
                            new ComputedValues(installation))));
            examinations.add(new Types(installation));
        }
        return examinations;
    }

    private List<Check> ofSource(Compared compared, ExaminedSession session) throws SQLException {
        Settings inForce = NamesInForce.of(settings, session.connection());
        Installation named = compared.installation().with(inForce);
        return List.of(
                new SourceTableChecks(named),
                new SourceColumns(named),
                new SourceRows(compared.whole().with(inForce)));
    }

    private static ModelFault fault(ModelProblem problem) {
        String suggestion =
                problem.suggestion().map(name -> "; did you mean " + name + "?").orElse("");
        return new ModelFault(
                OptionalInt.of(problem.line()), Place.FILE, problem.message() + suggestion, "", List.of());
    }

    private static ModelFault fault(Finding finding, FaultLines lines) {
        Place place = finding.part() == Area.MASTER ? Place.SOURCE : Place.WAREHOUSE;
        return new ModelFault(lines.of(finding.found()), place, finding.found(), finding.why(), finding.fixes());
    }

    private String text() {
        String model = settings.model();
        try {
            return ShippedModels.names().contains(model) ? ShippedModels.yaml(model) : Files.readString(Path.of(model));
        } catch (IOException e) {
            throw new UncheckedIOException("The model " + model + " was there a moment ago", e);
        }
    }
}

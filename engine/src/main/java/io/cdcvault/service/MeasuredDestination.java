package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.metrics.Measures;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;

/** Measures what goes to a destination. */
final class MeasuredDestination implements Destination {

    private final Destination destination;
    private final Measures measures;

    MeasuredDestination(Destination destination, Measures measures) {
        this.destination = destination;
        this.measures = measures;
    }

    @Override
    public boolean tryLock() {
        return destination.tryLock();
    }

    @Override
    public void prepare(List<TableName> tables) throws InterruptedException {
        destination.prepare(tables);
    }

    @Override
    public void look() throws InterruptedException {
        destination.look();
    }

    @Override
    public Optional<CapturePosition> stored() {
        return destination.stored();
    }

    @Override
    public boolean wantsTombstones() {
        return destination.wantsTombstones();
    }

    @Override
    public ChangeLog log() {
        return measures.measured(destination.log());
    }

    @Override
    public void abort() {
        destination.abort();
    }

    @Override
    public void close() {
        destination.close();
    }
}

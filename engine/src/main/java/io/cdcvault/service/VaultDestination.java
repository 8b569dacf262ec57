package io.cdcvault.service;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.direct.DirectChangeLog;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.publish.PositionJson;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The vault itself, without Kafka between. */
final class VaultDestination implements Destination {

    private final Installation installation;
    private final Instruments instruments;
    private volatile @Nullable Warehouse warehouse;
    private @Nullable VaultLoader loader;

    VaultDestination(Installation installation, Instruments instruments) {
        this.installation = installation;
        this.instruments = instruments;
    }

    @Override
    public boolean tryLock() {
        return warehouse().tryLock(installation.settings().name());
    }

    @Override
    public void prepare(List<TableName> tables) {
        warehouse().createMissing(installation.model());
        new LettersThatFit(installation, warehouse(), instruments.time()).retry();
        loader = new VaultLoader(
                warehouse(),
                installation.feedName(),
                installation.loadPlans(),
                SourceNews.policies(installation, instruments.time()),
                instruments.time());
    }

    /** Its own session finds out what the warehouse lacks. */
    @Override
    public void look() {}

    @Override
    public Optional<CapturePosition> stored() {
        return loader().position().map(AppliedPosition::resumeFrom).map(VaultDestination::parse);
    }

    @Override
    public boolean wantsTombstones() {
        return false;
    }

    @Override
    public ChangeLog log() {
        return new DirectChangeLog(
                instruments.measures().measured(loader()::load),
                stored().orElse(CapturePosition.START),
                BatchLimit.of(installation.settings().load().batchRows()));
    }

    @Override
    public void abort() {
        Warehouse connected = warehouse;
        if (connected != null) {
            connected.abort();
        }
    }

    @Override
    public void close() {
        Warehouse connected = warehouse;
        if (connected != null) {
            connected.close();
        }
    }

    private Warehouse warehouse() {
        Warehouse known = warehouse;
        if (known != null) {
            return known;
        }
        Warehouse connected = Warehouse.connect(installation.settings());
        warehouse = connected;
        // What is committed is confirmed to the slot, and the master forgets it.
        connected.flushEachCommit();
        return connected;
    }

    private VaultLoader loader() {
        return Objects.requireNonNull(loader, "not prepared");
    }

    private static CapturePosition parse(String json) {
        try {
            return PositionJson.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CHANGE_UNREADABLE, "Not a capture position: " + json, e);
        }
    }
}

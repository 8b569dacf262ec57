package io.cdcvault.bench.tables;

/**
 * What one service did.
 *
 * @param init seconds until a model was derived
 * @param firstStart seconds from the start of the process until it had captured and loaded the first snapshot
 * @param firstStartCpu CPU seconds of the service for that
 * @param nextStart seconds from the start of the process until it streamed, with nothing new to load
 * @param nextStartCpu CPU seconds of the service for that
 * @param heap MiB in use after garbage was collected, with nothing to do
 * @param peak MiB of the process at most
 * @param idleCpu CPU milliseconds of the service for each second in which nothing is written
 * @param idleMasterCpu those of the master
 * @param idleWarehouseCpu those of the warehouse
 * @param commit milliseconds from a commit that touches one row of one table until the vault shows it, the median
 * @param commitCpu CPU milliseconds of the service for such a commit
 * @param commitWarehouseCpu those of the warehouse
 * @param doctor seconds
 * @param status milliseconds that a status takes, as a command collects it
 * @param api milliseconds that the page waits for the status
 * @param tables milliseconds that the page waits for its list of tables
 */
public record TablesReading(
        int count,
        double init,
        double firstStart,
        double firstStartCpu,
        double nextStart,
        double nextStartCpu,
        double heap,
        double peak,
        double idleCpu,
        double idleMasterCpu,
        double idleWarehouseCpu,
        double commit,
        double commitCpu,
        double commitWarehouseCpu,
        double doctor,
        double status,
        double api,
        double tables) {}

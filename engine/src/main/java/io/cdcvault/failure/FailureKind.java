package io.cdcvault.failure;

/** What can go wrong, whether trying again may help, the exit code, and what the user can do. */
public enum FailureKind {
    CONFIGURATION_INVALID(false, 2, "Correct the configuration; `cdc-vault --help` names every command's options."),
    MODEL_INVALID(false, 2, "Correct the model; every problem is listed with its line."),
    SOURCE_UNREACHABLE(true, 10, "Check that the master runs, and the url, user and password under `source`."),
    SOURCE_NOT_READY(
            false,
            11,
            "The message names what the master lacks and the statement that adds it; `cdc-vault doctor` lists all that is"
                    + " missing."),
    SLOT_MISSING(
            false,
            12,
            "The changes since the stored position are lost to the service. `cdc-vault run --snapshot-anew` takes a new"
                    + " snapshot: the vault keeps its history and closes what has disappeared meanwhile."),
    SLOT_FOREIGN(
            false,
            15,
            "Configure another name under `source.slot`: the service creates its slot itself, because only that one fits its"
                    + " snapshot without gap or overlap. Dropping a slot loses the changes that another installation or"
                    + " program still waits for; drop it only when you know that none does."),
    SLOT_IN_USE(
            true,
            13,
            "See who it is: select active_pid from pg_replication_slots. Stop that program, or give this one a slot of"
                    + " its own under `source.slot`. A connection that was cut off ends after the master's"
                    + " wal_sender_timeout."),
    SOURCE_REFUSED(
            true,
            16,
            "The master is there and the login failed. Compare user, password and `tls-ca` under `source` (or `replica`) with"
                    + " what `cdc-vault setup --print master` prints and with pg_hba.conf. The service tries again with what it"
                    + " has read; restart it after a change of the configuration."),
    PUBLICATION_MISSING(
            true,
            18,
            "Run the statement that the message prints on the master. The service waits for that, and then reads each table"
                    + " again by itself: changes that were made while there was no publication are not sent."),
    SOURCE_CHANGED(true, 19, "The service starts the stage again by itself, with what the master's catalog says now."),
    SOURCE_REPLACED(
            false,
            17,
            "Let `source.url` lead to the server that the changes came from, if it is still there. Else, after a promotion,"
                    + " `cdc-vault run --accept-lost \"why\"` continues on this server: the vault keeps its history, what this"
                    + " server does not have is closed, and what was lost is recorded. `--snapshot-anew` does the same for"
                    + " any other server, with a new snapshot."),
    CAPTURE_FAILED(true, 14, "See the cause; the capture is started again from its stored position."),
    KAFKA_UNREACHABLE(true, 20, "Check that the brokers run, and `kafka.bootstrap-servers`."),
    KAFKA_FAILED(true, 21, "See the cause; nothing that was not committed is visible to readers."),
    KAFKA_REFUSED(
            true,
            26,
            "The brokers are there and do not know or do not allow the service, or are not known to it. Compare user,"
                    + " password and `tls-ca` under `kafka` with what `cdc-vault setup --print kafka` prints. Restart the"
                    + " service after a change of the configuration."),
    KAFKA_FENCED(false, 22, "Another service with this topic prefix took over. Run one service for each prefix."),
    TOPICS_RESET(
            false,
            23,
            "The topics are not the ones that the vault was loaded from. Restore them, or drop the vault's schema and"
                    + " its feed position to load again."),
    TOPICS_INCOMPLETE(
            false,
            24,
            "The topics do not hold the whole history any more, so no vault can be made from them. The one that stands"
                    + " was not touched. Topics keep everything with `kafka.retention-ms: -1` and"
                    + " `kafka.cleanup-policy: delete`."),
    KAFKA_TIMED_OUT(
            false,
            25,
            "A source transaction is published as one Kafka transaction. Raise `transaction.max.timeout.ms` on the brokers"
                    + " and `kafka.properties.transaction.timeout.ms` here above the time that the largest one takes."),
    POSITION_OVERWRITTEN(
            false,
            29,
            "The service does not know where to continue. Restore the position topic from a backup. Or publish to new topics:"
                    + " set another `topic-prefix`, drop the slot, and start the service, which takes a new snapshot; the"
                    + " vault keeps its history. See docs/scaling.md under \"More partitions\"."),
    TOPICS_MISPLACED(
            false,
            27,
            "An earlier version wrote them after partitions were added to the topic, and the vault lacks them. Publish to new"
                    + " topics as docs/scaling.md says under \"More partitions\": set another `topic-prefix`, take a new"
                    + " snapshot, and close what has disappeared with `cdc-vault snapshot`."),
    RECORDS_LOST(
            true,
            28,
            "If another program wrote the record that the message names, find out which: it is skipped as soon as the one"
                    + " that is missing comes. Else `cdc-vault skip-lost` lets the loader continue after what is lost: it prints the tables whose history has a"
                    + " gap, and the running service repairs each by a snapshot. `--dry-run` only prints them."),
    WAREHOUSE_UNREACHABLE(true, 30, "Check that the warehouse runs, and the url, user and password under `warehouse`."),
    WAREHOUSE_REFUSED(
            true,
            35,
            "The warehouse is there and the login failed. Compare user, password and `tls-ca` under `warehouse` with"
                    + " what `cdc-vault setup --print warehouse` prints and with pg_hba.conf. Restart the service after a"
                    + " change of the configuration."),
    WAREHOUSE_FAILED(true, 31, "See the cause; the batch was rolled back as a whole and is loaded again."),
    WAREHOUSE_FENCED(true, 32, "Another loader moved the feed position; this one continues from there."),
    WAREHOUSE_DIFFERS(
            false,
            33,
            "What rows are identified and hashed by cannot be added to a table with rows. In the model, give the hub,"
                    + " link or satellite that has changed another name, or set another `vault.schema` for a new vault;"
                    + " or drop the table, which loses its history."),
    WAREHOUSE_IN_USE(
            false,
            34,
            "Stop the service, or take away what the message names, and run the same command again. It continues from"
                    + " where it was."),
    WAREHOUSE_FOREIGN(
            false,
            36,
            "A vault schema belongs to one installation. Set another `vault.schema` in the model, or another database under"
                    + " `warehouse`. If the other installation is retired or renamed, stop it and run the statement that the"
                    + " message ends with."),
    WAREHOUSE_NEWER(
            false,
            37,
            "A newer version of cdc-vault has upgraded the bookkeeping. Start that version, or a later one, everywhere."),
    WAREHOUSE_FULL(
            true,
            38,
            "Free space on the disk that the message names, or move the tablespace. The batch was rolled back as a whole and"
                    + " is loaded again by itself; without Kafka the master keeps its WAL meanwhile."),
    WAREHOUSE_READ_ONLY(
            true,
            39,
            "The url under `warehouse` leads to a standby, or the database only reads: let it lead to the primary, or see"
                    + " select pg_is_in_recovery(), current_setting('default_transaction_read_only'). The batch was rolled"
                    + " back as a whole and is loaded again by itself."),
    WAREHOUSE_OBSTRUCTED(
            true,
            47,
            "A column of the vault must become wider, and what the message names depends on it. Drop that, and create it"
                    + " again when the service has continued, which it does by itself. Nothing is lost meanwhile; without"
                    + " Kafka the master keeps its WAL."),
    CHANGE_UNREADABLE(
            false,
            40,
            "A record is not a Debezium envelope. See which topic and offset, or line of a file, it came from."),
    CHANGE_UNLOADABLE(
            true,
            41,
            "The change is set aside as a dead letter when its batch is loaded again, which the service does by itself;"
                    + " after `load --from`, run the command again."),
    MODEL_OUTDATED(
            false,
            43,
            "Let the model map or ignore it, or let `load.unknown-tables` and `load.unknown-columns` say ignore or"
                    + " park. For a type that the vault does not hold, let the model feed another attribute from the column,"
                    + " or let `load.types` say follow, text or park. For a column that is gone and identified rows, let"
                    + " the model identify them by others, in a new hub, or let `load.dropped-keys` say park."),
    DEAD_LETTER_REFUSED(
            false,
            44,
            "See the reason that `cdc-vault dead-letters list` gives; correct it and retry, or discard the letter."),
    SNAPSHOT_CANCELLED(false, 45, "What it had loaded stays. `cdc-vault snapshot` takes it from the beginning."),
    VALUE_UNFIT(
            false,
            46,
            "Let the model give the column a type that takes all values of the source's column, or correct the value."
                    + " A master of PostgreSQL 16 or newer needs neither: there such a row is compared and counted."),
    ENCODING_UNSUPPORTED(
            false,
            48,
            "Move the database to UTF8 as docs/install.md says under \"Encodings\". The source may have any other"
                    + " encoding that PostgreSQL converts to UTF8 too; the warehouse may not."),
    POOLER_UNSUITABLE(
            false,
            49,
            "Let the url lead to the server itself, or to a pool in session mode (PgBouncer: `pool_mode = session` for this"
                    + " database; hosted PostgreSQL has another port or host for it)."),
    FILE_DIFFERS(false, 42, "Load another file under another name: `load --from FILE --name NAME`."),
    ADMIN_PORT_TAKEN(
            false,
            50,
            "End what listens there, or set `admin.port` to another port: 0 is any free one, which the log then"
                    + " names."),
    PRESENTATION_UNREACHABLE(
            true, 60, "Check that the presentation database runs, and the url, user and password under `mart`."),
    MART_INVALID(false, 61, "Correct the mart's file; `cdc-vault mart list` names every problem of all files."),
    MART_FAILED(
            true,
            62,
            "See the cause; the mart is as it was. With `mart.schedule` the service tries again within minutes, else"
                    + " run `cdc-vault mart refresh` when it is corrected."),
    DEFECT(false, 70, "This is a defect of cdc-vault. Please report it with the stack trace."),
    PROCESS_EXHAUSTED(
            false,
            71,
            "The message names what was full. Give the process more of it: `JAVA_OPTS=-Xmx2g` for the heap,"
                    + " `-Xss4m` for a thread's stack, the unit's `TasksMax` for threads. Or let it hold less:"
                    + " `capture.max-queue-size-in-bytes`, `load.batch-rows`. Nothing that was not committed is lost."),
    INSTALLATION_BROKEN(
            false,
            72,
            "The program's files are incomplete, or were replaced while it ran. Start the service again after an upgrade;"
                    + " if that does not help, unpack the release again.");

    private final boolean retried;
    private final int exitCode;
    private final String remedy;

    FailureKind(boolean retried, int exitCode, String remedy) {
        this.retried = retried;
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    /** Whether the service tries again by itself. */
    public boolean isRetried() {
        return retried;
    }

    /** Whether a server is there and does not let the service in: it lasts until a person does something. */
    public boolean isRefusal() {
        return this == SOURCE_REFUSED || this == WAREHOUSE_REFUSED || this == KAFKA_REFUSED;
    }

    /** The process's exit code when it ends for this. */
    public int exitCode() {
        return exitCode;
    }

    /** What the user can do, in one sentence or two. */
    public String remedy() {
        return remedy;
    }
}

package io.cdcvault.settings;

import io.cdcvault.schema.model.DriftPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that can be configured, under {@code cdc-vault}. Names are the method names in kebab-case. */
@ConfigMapping(prefix = "cdc-vault")
public interface Settings {

    /** Names this installation: its feed position, its Kafka transactions, its database sessions. */
    @Matching(value = "\\S|\\S[^\\x00-\\x1f]*\\S", expected = "a name on one line")
    String name();

    /** First part of every topic's name, and the connector's logical name. */
    @WithDefault("postgres")
    @Matching(
            value = "[a-zA-Z0-9._-]{1,200}",
            expected = "1 to 200 of a-z, A-Z, 0-9, dots, _ and -, as in a topic's name")
    String topicPrefix();

    /** A shipped model's name, such as {@code bookings}, or the path of a model file. */
    String model();

    /** Where the changes come from; {@code sources} in its place names several. */
    Source source();

    /** A streaming replica of the master, for {@code status} to watch. */
    Optional<Database> replica();

    /** The database that holds the vault. */
    Database warehouse();

    /** The marts and the presentation database that holds them; without it there are none. */
    Optional<Mart> mart();

    Kafka kafka();

    Capture capture();

    Load load();

    Limits limits();

    Admin admin();

    Alerts alerts();

    Log log();

    /** A PostgreSQL database and how to log in. */
    interface Database {

        /** A JDBC URL, such as {@code jdbc:postgresql://host:5432/database}. */
        String url();

        /** The role to log in as; {@code cdc-vault setup --print} prints what it needs. */
        String user();

        /** Its password, if it needs one; never printed. */
        Optional<String> password();

        /** A file that holds the password, instead. */
        Optional<String> passwordFile();

        /** A shell command that prints the password, instead. */
        Optional<String> passwordCommand();

        /**
         * {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}, as PostgreSQL's
         * {@code sslmode}. By default {@code verify-full} with a {@code tls-ca}, else what the URL says, else
         * {@code prefer}.
         */
        Optional<Tls> tls();

        /** A file of the certificates, as PEM, that the server's certificate is held against. */
        Optional<String> tlsCa();

        /** How far a connection is verified; the weaker modes stop no attacker. */
        enum Tls {
            DISABLE,
            PREFER,
            REQUIRE,
            VERIFY_CA,
            VERIFY_FULL;

            /** As PostgreSQL writes it. */
            public String mode() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /** The master, whose WAL is read. */
    interface Source extends Database {

        /** Of one of several sources: its name. The command line or the section {@code sources} says it. */
        @Derived
        Optional<String> name();

        /**
         * A JDBC URL, such as {@code jdbc:postgresql://host:5432/database}. Of several servers in it, separated by
         * commas, the one that takes writes is used, whichever it is at the time:
         * {@code jdbc:postgresql://a:5432,b:5432/database}.
         */
        @Override
        String url();

        /**
         * Whether the slot is kept in step on standbys, as a failover slot of PostgreSQL 17 or newer: then the service
         * continues on a standby that is promoted. {@code cdc-vault setup --print} prints what the standbys need.
         */
        @WithDefault("false")
        boolean failover();

        /**
         * A standby of PostgreSQL 16 or newer, as a JDBC URL, that the changes are captured from instead: its slot, the
         * first snapshot and the stream are there. Everything else is asked of the primary, which {@code source.url}
         * leads to.
         */
        Optional<String> captureUrl();

        /**
         * The logical replication slot; created when it does not exist. By default {@code cdc_vault_} and the
         * installation's name, of which other characters than {@code a-z}, {@code 0-9} and {@code _} are replaced.
         */
        @WithDefault("cdc_vault_${cdc-vault.name}")
        @Matching(value = "[a-z0-9_]{1,63}", expected = "1 to 63 of a-z, 0-9 and _")
        String slot();

        /** The publication; created for the model's tables when it does not exist. By default named as the slot. */
        @WithDefault("cdc_vault_${cdc-vault.name}")
        @Matching(value = "[^\\x00-\\x1f]{1,63}", expected = "1 to 63 characters")
        String publication();

        /**
         * WAL that the slot may hold back before {@code status} warns, in bytes; where the master itself limits it, by
         * {@code max_slot_wal_keep_size}, three quarters of that count instead.
         */
        @WithDefault("1073741824")
        @Within(least = 0)
        long retainedWalWarningBytes();
    }

    /**
     * One of several masters that feed one vault, below its name of {@code a-z}, {@code 0-9} and {@code _}: the model
     * has {@code name:} in front of its tables. In place of {@code source}, with the same settings, and one more.
     */
    interface OneOfSeveral extends Source {

        /** First part of the names of its topics; by default the source's name. */
        Optional<String> topicPrefix();
    }

    /** The presentation database, and what is in it. */
    interface Mart extends Database {

        /** A folder with further marts, one {@code .sql} file each, beside those that come with a shipped model. */
        Optional<String> files();

        /**
         * When marts are refreshed, as cron writes it, such as {@code 30 4 * * *} or {@code @hourly}, in the machine's
         * time zone; without it, only on request.
         */
        Optional<String> schedule();
    }

    /**
     * The brokers, and the topics that the service creates on them. Without brokers changes go straight to the vault.
     */
    interface Kafka {

        /** Where the brokers are, such as {@code kafka:9092}; without any, changes go straight to the vault. */
        Optional<String> bootstrapServers();

        /** Whom to log in as, by SASL; without it, no login. */
        Optional<String> user();

        /** Its password; never printed. */
        Optional<String> password();

        /** A file that holds the password, instead. */
        Optional<String> passwordFile();

        /** A shell command that prints the password, instead. */
        Optional<String> passwordCommand();

        /** How to log in: {@code SCRAM-SHA-512}, {@code SCRAM-SHA-256} or {@code PLAIN}. */
        @WithDefault("SCRAM-SHA-512")
        @Matching(value = "SCRAM-SHA-512|SCRAM-SHA-256|PLAIN", expected = "SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN")
        String saslMechanism();

        /** Whether connections are encrypted, and the brokers' certificates and host names checked. */
        @WithDefault("false")
        boolean tls();

        /** A file of the certificates, as PEM, to hold the brokers' against; by default Java's own. */
        Optional<String> tlsCa();

        /**
         * What the topic of a table is called after the prefix, by {@code schema.table}, such as {@code {"public.order
         * items": public.order_items_2}}: for tables whose names differ only in what a topic's name cannot hold. By
         * default {@code schema.table}, with {@code _} for each such character.
         */
        @Matching(
                value = "(?!(transaction|cdc-vault\\.position)$)[a-zA-Z0-9._-]{1,200}",
                expected = "1 to 200 of a-z, A-Z, 0-9, dots, _ and -, as in a topic's name")
        Map<String, String> topics();

        /** Partitions of a table's topic when the service creates it: so many loaders can share it, at most. */
        @WithDefault("1")
        @Within(least = 1, most = 100_000)
        int partitions();

        /** Replicas of a topic when the service creates it; -1 for the broker's own default. */
        @WithDefault("-1")
        @Within(least = -1)
        short replicationFactor();

        /** How long a topic keeps its records; negative for ever, so that the vault can be rebuilt from the topics. */
        @WithDefault("-1")
        long retentionMs();

        /** {@code delete} or {@code compact}; with {@code compact}, deletions are followed by tombstones. */
        @WithDefault("delete")
        @Matching(value = "(?i)delete|compact|compact,delete|delete,compact", expected = "delete or compact")
        String cleanupPolicy();

        /** Whether each record carries Connect's schema. */
        @WithDefault("false")
        boolean schemas();

        /** Further client properties, such as {@code ssl.keystore.location}. */
        Map<String, String> properties();
    }

    /** How the WAL is read. */
    interface Capture {

        /** Events handed on together, at most. */
        @WithDefault("8192")
        @Within(least = 1, most = 10_000_000)
        int maxBatchSize();

        /** Events held in memory, at most. */
        @WithDefault("16384")
        @Within(least = 1, most = 100_000_000)
        int maxQueueSize();

        /** Memory for held events, at most, in bytes; never more than a quarter of the heap. */
        @WithDefault("268435456")
        @Within(least = 0)
        long maxQueueSizeInBytes();

        /** How often the connector looks for new events: the floor of latency. */
        @WithDefault("20ms")
        @Within(least = 1, most = 3_600_000)
        Duration pollInterval();

        /** How often an idle database's slot is moved on. */
        @WithDefault("10s")
        @Within(least = 1, most = 86_400_000)
        Duration heartbeatInterval();

        /**
         * Patterns of tables, separated by commas, such as {@code public.*}: a table that matches and that the model
         * does not have is published, if the role may, and loaded as {@code init} would model it, without a restart. A
         * pattern after {@code !} leaves tables out: {@code public.*,!public.tmp_*}. With {@code load.drift: REPORT}
         * such tables are only reported.
         */
        Optional<List<String>> tables();

        /**
         * Whether the service itself reads a table again, by a snapshot, whose changes PostgreSQL did not send: after
         * it was taken out of the publication, a partition was truncated, a column rewritten. Otherwise {@code status}
         * names the table until {@code snapshot} is run.
         */
        @WithDefault("true")
        boolean repair();

        /** Further connector properties. What correctness depends on cannot be changed. */
        Map<String, String> properties();
    }

    /** How the vault is loaded. */
    interface Load {

        /**
         * Source rows loaded in one warehouse transaction, about; a source transaction is never split. Fewer when rows
         * are large: as many as fit a thirty-second of the heap, 32 MiB at most.
         */
        @WithDefault("10000")
        @Within(least = 1, most = 100_000_000)
        int batchRows();

        /**
         * What becomes of the vault when a table of the model gets, loses or renames a column: {@code FOLLOW} it, or
         * only {@code REPORT} it. Columns that the model left out before are not loaded either way. The model may say
         * otherwise for a table, as of the next two.
         */
        @WithDefault("FOLLOW")
        DriftPolicy.Columns drift();

        /**
         * What becomes of the vault when the type of a column becomes another. A wider type is followed by the vault's
         * column with {@code FOLLOW}, {@code TEXT} and {@code STOP}. Of any other, values that do not fit become dead
         * letters with {@code FOLLOW}; with {@code TEXT} the vault's column becomes a {@code text}, with {@code STOP}
         * the service ends. With {@code PARK} nothing is followed, as with {@code drift: REPORT}.
         */
        @WithDefault("FOLLOW")
        DriftPolicy.Types types();

        /**
         * What becomes of the rows in the vault of a table that is dropped at the source: with {@code REPORT} and
         * {@code KEEP} they stay as they were last seen, with {@code END} they end, as if each had been deleted.
         * {@code REPORT} says so until the model lacks the table.
         */
        @WithDefault("REPORT")
        DriftPolicy.Dropped droppedTables();

        /**
         * What becomes of the changes of a table that loses a column which rows of the vault are identified by: with
         * {@code PARK} they become dead letters, with {@code STOP} the service ends, with exit code 43.
         */
        @WithDefault("PARK")
        DriftPolicy.DroppedKeys droppedKeys();

        /**
         * What becomes of a change of a published table that the model does not know: {@code IGNORE}, {@code PARK} as a
         * dead letter until the model knows it, or {@code STOP} the service.
         */
        @WithDefault("IGNORE")
        Policy unknownTables();

        /**
         * What becomes, likewise, of a change that carries a column that the model neither maps nor lists under
         * {@code ignore}.
         */
        @WithDefault("IGNORE")
        Policy unknownColumns();

        /** What to do with what the model says nothing about. */
        enum Policy {
            /** Load what the model knows, and leave out the rest. */
            IGNORE,
            /** Set the change aside as a dead letter, until the model knows. */
            PARK,
            /** End the service, so that the model comes first. */
            STOP
        }
    }

    /** Beyond which an installation counts as degraded. */
    interface Limits {

        /**
         * How long ago something may have been committed that is not in the vault, before {@code status} says degraded.
         */
        @WithDefault("5m")
        @Within(least = 1)
        Duration lag();
    }

    /** The page, and what programs ask: health, metrics, REST. */
    interface Admin {

        /** Where it listens; anywhere but on this machine itself only with a token. */
        @WithDefault("127.0.0.1")
        String address();

        /** 0 for any free port, which the log names. */
        @WithDefault("8080")
        @Within(least = 0, most = 65_535)
        int port();

        /** What a request must carry to change anything; without one, nothing can be changed. */
        Optional<String> token();

        /** A file that holds the token, instead. */
        Optional<String> tokenFile();

        /** A shell command that prints the token, instead. */
        Optional<String> tokenCommand();

        /**
         * What a request must carry to read anything but health and the page's own files; the {@code token} may read
         * too. Without one, anyone who reaches the address may read.
         */
        Optional<String> readToken();

        /** A file that holds the token for reading, instead. */
        Optional<String> readTokenFile();

        /** A shell command that prints the token for reading, instead. */
        Optional<String> readTokenCommand();

        /**
         * Names, separated by commas, that a request may call this server by, such as {@code cdc-vault.example.com}.
         * Addresses, this machine's own name and names without a dot need not be listed.
         */
        Optional<List<String>> hostNames();
    }

    /** Who is alerted when the state changes. */
    interface Alerts {

        /** Where alerts are posted to, as JSON. */
        Optional<URI> webhook();

        /** A file that holds the address, instead: some carry a secret. */
        Optional<String> webhookFile();

        /** A shell command that prints the address, instead. */
        Optional<String> webhookCommand();
    }

    /** What is logged. */
    interface Log {

        /** {@code text}, or {@code json}: one object a line. */
        @WithDefault("text")
        Format format();

        /** Of the service's own messages; libraries are quiet below WARN. */
        @WithDefault("INFO")
        @Matching(
                value = "(?i)off|error|warn|info|debug|trace|all",
                expected = "ERROR, WARN, INFO, DEBUG, TRACE or OFF")
        String level();

        /** One line an event, or one JSON object a line. */
        enum Format {
            TEXT,
            JSON
        }
    }
}

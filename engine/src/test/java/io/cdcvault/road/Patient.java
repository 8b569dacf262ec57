package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.doctor.Doctor;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.time.Time;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.admin.ConfigCommand;

/** An installation that the doctor looks at, and whose troubles are put right by what the doctor prints. */
final class Patient {

    private static final Pattern SETTING = Pattern.compile("--set (\\S+)=(\\S+)");

    private final LocalStack stack;
    private final Path configuration;
    private final String warehouse;
    private final Map<String, String> flags = new HashMap<>();
    private String presentation = "presentation";

    Patient(LocalStack stack, String warehouse) {
        this.stack = stack;
        this.configuration = ServiceProcess.configuration(stack);
        this.warehouse = warehouse;
        with("warehouse.url", stack.dwh().jdbcUrl(warehouse));
    }

    Patient(LocalStack stack) {
        this(stack, "dwh");
    }

    Patient with(String key, String value) {
        flags.put("cdc-vault." + key, value);
        return this;
    }

    /** With marts, in a presentation database of its own. */
    Patient withMarts(String database, String user) throws SQLException {
        stack.presentation().createDatabase(database);
        presentation = database;
        return with("mart.url", stack.presentation().jdbcUrl(database)).with("mart.user", user);
    }

    Path configuration() {
        return configuration;
    }

    /** What is set beside the file, by key. */
    Map<String, String> flags() {
        Map<String, String> set = new HashMap<>();
        flags.forEach((key, value) -> set.put(key.substring("cdc-vault.".length()), value));
        return set;
    }

    Installation installation() {
        return Installation.of(SettingsReader.read(Optional.of(configuration), flags));
    }

    List<Finding> examine() {
        return new Doctor(installation(), Time.system()).examine();
    }

    /** Warnings and errors. */
    List<Finding> problems() {
        return examine().stream()
                .filter(finding -> finding.severity().compareTo(Severity.INFO) > 0)
                .toList();
    }

    void onMaster(String... statements) throws SQLException {
        run(stack.master().connect(), statements);
    }

    void onReplica(String... statements) throws SQLException {
        run(stack.replica().connect(), statements);
    }

    void onWarehouse(String... statements) throws SQLException {
        run(stack.dwh().connect(warehouse), statements);
    }

    void onPresentation(String... statements) throws SQLException {
        run(stack.presentation().connect(presentation), statements);
    }

    /** Finds exactly these troubles, in any order, and none once what was printed for them has been run. */
    void isHealedOf(Trouble... expected) throws Exception {
        List<Finding> problems = new ArrayList<>();
        // A server takes a moment to read its configuration again.
        boolean all = Await.within(Duration.ofSeconds(20), () -> isThere(renewed(problems), expected));
        assertThat(all).as(() -> problems.toString()).isTrue();
        assertThat(problems).allSatisfy(finding -> assertThat(expected).anyMatch(trouble -> trouble.isIn(finding)));
        for (Finding finding : List.copyOf(problems)) {
            assertThat(finding.why()).endsWith(".");
            for (Fix fix : finding.fixes()) {
                apply(fix);
            }
        }
        Await.within(Duration.ofSeconds(20), () -> renewed(problems).isEmpty());
        assertThat(problems).isEmpty();
    }

    private List<Finding> renewed(List<Finding> problems) {
        problems.clear();
        problems.addAll(problems());
        return problems;
    }

    /** What the doctor must find. */
    record Trouble(Severity severity, String subject, String found) {

        static Trouble error(String subject, String found) {
            return new Trouble(Severity.ERROR, subject, found);
        }

        static Trouble warning(String subject, String found) {
            return new Trouble(Severity.WARNING, subject, found);
        }

        boolean isIn(Finding finding) {
            return finding.severity() == severity
                    && finding.subject().equals(subject)
                    && finding.found().contains(found);
        }
    }

    private static boolean isThere(List<Finding> problems, Trouble... expected) {
        return List.of(expected).stream().allMatch(trouble -> problems.stream().anyMatch(trouble::isIn));
    }

    private void apply(Fix fix) throws SQLException {
        switch (fix.place()) {
            case MASTER -> onMaster(fix.text());
            case REPLICA -> onReplica(fix.text());
            case WAREHOUSE -> onWarehouse(fix.text());
            case PRESENTATION -> onPresentation(fix.text());
            case SHELL -> command(fix.text());
        }
    }

    private void command(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("kafka-configs.sh")) {
            ConfigCommand.main(List.of(words).subList(1, words.length).toArray(String[]::new));
            return;
        }
        Matcher setting = SETTING.matcher(line);
        assertThat(setting.find()).as(line).isTrue();
        with(setting.group(1), setting.group(2));
    }

    private static void run(Connection opened, String... statements) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

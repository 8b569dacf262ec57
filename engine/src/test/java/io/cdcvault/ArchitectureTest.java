package io.cdcvault;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.cdcvault.time.Time;
import java.util.Set;

/** The arrows between the packages, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "io.cdcvault", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String[] STAGES = {
        "io.cdcvault.capture..",
        "io.cdcvault.publish..",
        "io.cdcvault.relay..",
        "io.cdcvault.feed..",
        "io.cdcvault.load..",
        "io.cdcvault.status..",
        "io.cdcvault.verify..",
        "io.cdcvault.mart.."
    };

    private static final Set<String> CLOCKS_AND_SLEEPS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos");

    private static final DescribedPredicate<JavaAccess<?>> OF_THE_MACHINES_TIME =
            DescribedPredicate.describe("is the machine's clock or a sleep", access -> {
                JavaClass owner = access.getTargetOwner();
                String name = access.getTarget().getName();
                boolean isJavaTime = owner.getPackageName().equals("java.time")
                        && (name.equals("now") || (owner.getSimpleName().equals("Clock") && name.startsWith("system")));
                return isJavaTime || CLOCKS_AND_SLEEPS.contains(owner.getName() + "." + name);
            });

    private static final String[] GENERATED = {"io.cdcvault.bookings..", "io.cdcvault.bookkeeping.schema.."};

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.cdcvault.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfAPackageHaveNoCycles =
            // What jOOQ generates has its own ways.
            slices().matching("io.cdcvault.(**)")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(resideInAnyPackage(GENERATED), alwaysTrue());

    @ArchTest
    static final ArchRule onlyTheBookkeepingKnowsItsTables = noClasses()
            .that()
            .resideOutsideOfPackage("io.cdcvault.bookkeeping..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.cdcvault.bookkeeping.schema..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("io.cdcvault.cli..")
            .and()
            .resideOutsideOfPackages("io.cdcvault.servers..", "io.cdcvault.airline..", "io.cdcvault.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule onlyCaptureKnowsDebeziumAndConnect = noClasses()
            .that()
            .resideOutsideOfPackage("io.cdcvault.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.debezium..", "org.apache.kafka.connect..");

    @ArchTest
    static final ArchRule onlyPublishAndFeedKnowKafkaClients = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.cdcvault.kafka..",
                    "io.cdcvault.publish..",
                    "io.cdcvault.feed.kafka..",
                    "io.cdcvault.servers..",
                    "io.cdcvault.local..")
            .and()
            // Shows what the brokers hold, to tools made for the Kafka REST proxy.
            .resideOutsideOfPackage("io.cdcvault.admin.kafka..")
            .and()
            // Asks the brokers what they allow and how topics are set.
            .resideOutsideOfPackage("io.cdcvault.doctor.kafka..")
            .and()
            // The service only opens and closes the admin client that Topics works with.
            .resideOutsideOfPackage("io.cdcvault.service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.clients..");

    @ArchTest
    static final ArchRule valuesDependOnNothingOfOurs = classes()
            .that()
            .resideInAnyPackage("io.cdcvault.change..", "io.cdcvault.failure..", "io.cdcvault.settings..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.smallrye..",
                    "org.eclipse.microprofile..",
                    "org.yaml.snakeyaml..",
                    "io.cdcvault.change..",
                    "io.cdcvault.failure..",
                    "io.cdcvault.settings..",
                    "io.cdcvault.schema..");

    @ArchTest
    static final ArchRule stagesDoNotKnowWhoWiresThem = noClasses()
            .that()
            .resideInAnyPackage(STAGES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cdcvault.service..", "io.cdcvault.cli..");

    @ArchTest
    static final ArchRule captureKnowsNoLaterStage = noClasses()
            .that()
            .resideInAPackage("io.cdcvault.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cdcvault.publish..", "io.cdcvault.feed..", "io.cdcvault.load..");

    @ArchTest
    static final ArchRule onlyTheRoomOfTimeAsksTheMachineForIt = noClasses()
            .that()
            .resideOutsideOfPackage("io.cdcvault.time..")
            .and()
            // Knows nothing of the engine, whose tests use it.
            .resideOutsideOfPackages("io.cdcvault.servers..", "io.cdcvault.airline..", "io.cdcvault.local..")
            .should()
            .accessTargetWhere(OF_THE_MACHINES_TIME);

    @ArchTest
    static final ArchRule onlyTheCommandLineChoosesTheMachinesTime = noClasses()
            .that()
            .resideOutsideOfPackages("io.cdcvault.time..", "io.cdcvault.cli..")
            .and()
            // The connector makes it, by its name.
            .doNotHaveSimpleName("RestingQueue")
            .should()
            .callMethod(Time.class, "system");

    @ArchTest
    static final ArchRule loadKnowsNothingBeforeTheFeed = noClasses()
            .that()
            .resideInAPackage("io.cdcvault.load..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cdcvault.capture..", "io.cdcvault.publish..", "io.cdcvault.feed.kafka..");
}

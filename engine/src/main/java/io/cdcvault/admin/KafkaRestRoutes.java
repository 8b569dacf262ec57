package io.cdcvault.admin;

import io.cdcvault.admin.kafka.Cluster;
import io.cdcvault.admin.kafka.KafkaRest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The cluster's metadata at the paths of the Kafka REST proxy. */
final class KafkaRestRoutes implements Routes {

    private static final String CLUSTER = "/v3/clusters/{cluster}";
    private static final String TOPIC = CLUSTER + "/topics/{topic}";
    private static final String GROUP = CLUSTER + "/consumer-groups/{group}";

    private final Cluster cluster;

    KafkaRestRoutes(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        get(routes, "/v3/clusters", (kafka, path) -> kafka.clusters());
        get(routes, CLUSTER, (kafka, path) -> kafka.cluster(path.pathParam("cluster")));
        get(routes, CLUSTER + "/brokers", (kafka, path) -> kafka.brokers(path.pathParam("cluster")));
        get(
                routes,
                CLUSTER + "/brokers/{broker}",
                (kafka, path) -> kafka.broker(path.pathParam("cluster"), path.pathParam("broker")));
        get(
                routes,
                CLUSTER + "/brokers/{broker}/configs",
                (kafka, path) -> kafka.brokerConfigs(path.pathParam("cluster"), path.pathParam("broker")));
        get(routes, CLUSTER + "/topics", (kafka, path) -> kafka.topics(path.pathParam("cluster")));
        get(routes, TOPIC, (kafka, path) -> kafka.topic(path.pathParam("cluster"), path.pathParam("topic")));
        get(
                routes,
                TOPIC + "/configs",
                (kafka, path) -> kafka.topicConfigs(path.pathParam("cluster"), path.pathParam("topic")));
        get(
                routes,
                TOPIC + "/partitions",
                (kafka, path) -> kafka.partitions(path.pathParam("cluster"), path.pathParam("topic")));
        get(
                routes,
                TOPIC + "/partitions/{partition}",
                (kafka, path) -> kafka.partition(
                        path.pathParam("cluster"), path.pathParam("topic"), path.pathParam("partition")));
        get(
                routes,
                TOPIC + "/partitions/{partition}/replicas",
                (kafka, path) -> kafka.replicas(
                        path.pathParam("cluster"), path.pathParam("topic"), path.pathParam("partition")));
        get(routes, CLUSTER + "/consumer-groups", (kafka, path) -> kafka.groups(path.pathParam("cluster")));
        get(routes, GROUP, (kafka, path) -> kafka.group(path.pathParam("cluster"), path.pathParam("group")));
        get(
                routes,
                GROUP + "/consumers",
                (kafka, path) -> kafka.consumers(path.pathParam("cluster"), path.pathParam("group")));
        get(routes, GROUP + "/lags", (kafka, path) -> kafka.lags(path.pathParam("cluster"), path.pathParam("group")));
        get(
                routes,
                GROUP + "/lag-summary",
                (kafka, path) -> kafka.lagSummary(path.pathParam("cluster"), path.pathParam("group")));
        routes.exception(
                NoSuchElementException.class, (e, context) -> Json.error(context, 404, String.valueOf(e.getMessage())));
    }

    private void get(
            RoutesConfig routes, String path, BiFunction<KafkaRest, Context, Map<String, @Nullable Object>> answer) {
        routes.get(path, context -> {
            KafkaRest kafka = new KafkaRest(cluster, context.scheme() + "://" + context.host());
            Json.write(context, answer.apply(kafka, context));
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a tag with a known key means. The keys are those of OpenTelemetry's Zipkin translation. */
enum TagRole {
  /** An attribute of the span. */
  PLAIN,
  /** An attribute of the resource. */
  RESOURCE,
  /** An attribute of the span that an endpoint may give too. */
  ENDPOINT,
  /** Tells that the span failed. */
  ERROR,
  /** The status code by its name. */
  STATUS_CODE,
  /** The status message. */
  STATUS_DESCRIPTION,
  /** The kind, where Zipkin has no word for it. */
  KIND,
  /** The W3C trace state. */
  TRACE_STATE,
  /** Name of the scope. */
  SCOPE_NAME,
  /** Version of the scope. */
  SCOPE_VERSION,
  /** Key of the resource attribute that the service name was taken from. */
  SERVICE_NAME_SOURCE,
  /** A link, encoded. */
  LINK;

  private static final String LINK_PREFIX = "otlp.link.";

  /** What semantic conventions 1.6.1 and OpenCensus say of resources. */
  private static final String RESOURCE_KEYS =
      """
      cloud.provider cloud.account.id cloud.region cloud.availability_zone cloud.platform
      aws.ecs.container.arn aws.ecs.cluster.arn aws.ecs.launchtype aws.ecs.task.arn
      aws.ecs.task.family aws.ecs.task.revision aws.eks.cluster.arn aws.log.group.names
      aws.log.group.arns aws.log.stream.names aws.log.stream.arns
      container.name container.id container.runtime container.image.name
      container.image.tag
      deployment.environment
      device.id device.model.identifier device.model.name
      faas.name faas.id faas.version faas.instance faas.max_memory
      host.id host.name host.type host.arch host.image.name host.image.id
      host.image.version
      k8s.cluster.name k8s.node.name k8s.node.uid k8s.namespace.name k8s.pod.uid
      k8s.pod.name k8s.container.name k8s.replicaset.uid k8s.replicaset.name
      k8s.deployment.uid k8s.deployment.name k8s.statefulset.uid k8s.statefulset.name
      k8s.daemonset.uid k8s.daemonset.name k8s.job.uid k8s.job.name k8s.cronjob.uid
      k8s.cronjob.name
      os.type os.description os.name os.version
      process.pid process.executable.name process.executable.path process.command
      process.command_line process.command_args process.owner process.runtime.name
      process.runtime.version process.runtime.description
      service.name service.namespace service.instance.id service.version
      telemetry.sdk.name telemetry.sdk.language telemetry.sdk.version
      telemetry.auto.version
      webengine.name webengine.version webengine.description
      opencensus.starttime opencensus.exporterversion opencensus.resourcetype
      """;

  private static final Map<String, TagRole> BY_KEY = byKey();

  /** The role of a key. */
  static TagRole of(String key) {
    TagRole role = BY_KEY.get(key);
    if (role != null) {
      return role;
    }
    return key.startsWith(LINK_PREFIX) ? LINK : PLAIN;
  }

  private static Map<String, TagRole> byKey() {
    Map<String, TagRole> roles = new HashMap<>();
    for (String key : RESOURCE_KEYS.split("\\s+")) {
      roles.put(key, RESOURCE);
    }
    for (String key : List.of("net.host.ip", "net.host.port", "net.peer.ip", "net.peer.port")) {
      roles.put(key, ENDPOINT);
    }
    roles.put("peer.service", ENDPOINT);
    roles.put("error", ERROR);
    roles.put("otel.status_code", STATUS_CODE);
    roles.put("otel.status_description", STATUS_DESCRIPTION);
    roles.put("span.kind", KIND);
    roles.put("w3c.tracestate", TRACE_STATE);
    roles.put("otel.library.name", SCOPE_NAME);
    roles.put("otel.scope.name", SCOPE_NAME);
    roles.put("otel.library.version", SCOPE_VERSION);
    roles.put("otel.scope.version", SCOPE_VERSION);
    roles.put("otlp.service.name.source", SERVICE_NAME_SOURCE);
    return roles;
  }
}

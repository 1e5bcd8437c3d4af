// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The shop's services, each with the resource that its SDK would send. */
enum DemoService {
  FRONTEND("nodejs", "2.14.0", "@opentelemetry/instrumentation-http"),
  CART("dotnet", "1.8.3", "Grpc.AspNetCore.Server"),
  CHECKOUT("go", "3.2.1", "google.golang.org/grpc/otelgrpc"),
  PAYMENT("java", "5.0.0", "io.opentelemetry.spring-webmvc-6.0"),
  INVENTORY("java", "4.7.2", "io.opentelemetry.grpc-1.6"),
  SHIPPING("rust", "0.9.4", "opentelemetry-kafka"),
  EMAIL("python", "1.1.0", "opentelemetry.instrumentation.flask");

  private final String language;
  private final String version;
  private final String scopeName;

  DemoService(String language, String version, String scopeName) {
    this.language = language;
    this.version = version;
    this.scopeName = scopeName;
  }

  String serviceName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The instrumentation that recorded its spans. */
  String scopeName() {
    return scopeName;
  }

  Map<String, Object> resource() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("service.name", serviceName());
    attributes.put("service.namespace", "shop");
    attributes.put("service.version", version);
    attributes.put("service.instance.id", serviceName() + "-6c9f-0");
    attributes.put("deployment.environment.name", "demo");
    attributes.put("host.name", "node-" + language.length());
    attributes.put("telemetry.sdk.name", "opentelemetry");
    attributes.put("telemetry.sdk.language", language);
    return attributes;
  }
}

// SPDX-License-Identifier: Apache-2.0

import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.reporters.RemoteReporter;
import io.jaegertracing.internal.samplers.ConstSampler;
import io.jaegertracing.internal.samplers.HttpSamplingManager;
import io.jaegertracing.internal.samplers.RemoteControlledSampler;
import io.jaegertracing.thrift.internal.senders.HttpSender;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.jaeger.JaegerGrpcSpanExporter;
import io.opentelemetry.exporter.jaeger.thrift.JaegerThriftSpanExporter;
import io.opentelemetry.sdk.extension.trace.jaeger.sampler.JaegerRemoteSampler;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Clients of Jaeger that others wrote, in a process of their own: their dependencies are years old.
 * Started from this source; prints {@code CLIENT RESULT}, where the result is a trace id, or what a
 * sampler did.
 *
 * <pre>JaegerClients THRIFT_PORT GRPC_PORT SAMPLING_HTTP_PORT SAMPLING_GRPC_PORT</pre>
 */
public final class JaegerClients {
  private static final String HOST = "http://127.0.0.1:";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public static void main(String[] ports) throws Exception {
    String thrift = HOST + ports[0] + "/api/traces";
    String grpc = HOST + ports[1];
    print("jaeger-client", jaegerClient(thrift));
    print(
        "otel-thrift", openTelemetry(JaegerThriftSpanExporter.builder().setEndpoint(thrift).build()));
    print("otel-grpc", openTelemetry(JaegerGrpcSpanExporter.builder().setEndpoint(grpc).build()));
    print("jaeger-client-sampler", jaegerSampler("127.0.0.1:" + ports[2]));
    print("otel-sampler-14250", openTelemetrySampler(grpc));
    print("otel-sampler-5779", openTelemetrySampler(HOST + ports[3]));
    System.exit(0); // some leave threads behind
  }

  private static void print(String client, String result) {
    System.out.println(client + " " + result);
  }

  /** Jaeger's own client, Thrift over HTTP. */
  private static String jaegerClient(String endpoint) throws Exception {
    HttpSender sender = new HttpSender.Builder(endpoint).build();
    JaegerTracer tracer =
        new JaegerTracer.Builder("jaeger-client")
            .withTraceId128Bit()
            .withSampler(new ConstSampler(true))
            .withReporter(new RemoteReporter.Builder().withSender(sender).build())
            .withTag("hostname", "test")
            .build();
    var root = tracer.buildSpan("GET /cart").withTag("span.kind", "server").start();
    var child =
        tracer.buildSpan("SELECT cart").asChildOf(root).withTag("span.kind", "client").start();
    child.log("retry");
    child.finish();
    root.setTag("http.status_code", 500).setTag("error", true).finish();
    String id = root.context().toTraceId();
    tracer.close();
    return id;
  }

  private static String openTelemetry(SpanExporter exporter) {
    Resource resource =
        Resource.create(
            Attributes.of(AttributeKey.stringKey("service.name"), "opentelemetry-java"));
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      Tracer tracer = provider.get("test");
      Span root = tracer.spanBuilder("GET /cart").setSpanKind(SpanKind.SERVER).startSpan();
      try (Scope scope = root.makeCurrent()) {
        tracer
            .spanBuilder("SELECT cart")
            .setSpanKind(SpanKind.CLIENT)
            .startSpan()
            .addEvent("retry")
            .end();
      }
      root.setAttribute("http.status_code", 500).setAttribute("error", true).end();
      provider.forceFlush().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return root.getSpanContext().getTraceId();
    }
  }

  /** Starts at one of a thousand; ends when it has learned to sample all. */
  private static String jaegerSampler(String hostPort) throws Exception {
    RemoteControlledSampler sampler =
        new RemoteControlledSampler.Builder("jaeger-client")
            .withSamplingManager(new HttpSamplingManager(hostPort))
            .withInitialSampler(new ConstSampler(false))
            .withPollingInterval(50)
            .build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean sampled = false;
    while (!sampled && System.nanoTime() < end) {
      Thread.sleep(20);
      sampled = sampler.sample("operation", 0x7fff_ffff_ffff_fff0L).isSampled();
    }
    sampler.close();
    return sampled ? "sampled" : "never sampled";
  }

  private static String openTelemetrySampler(String endpoint) throws Exception {
    try (JaegerRemoteSampler sampler =
        JaegerRemoteSampler.builder()
            .setServiceName("opentelemetry-java")
            .setEndpoint(endpoint)
            .setInitialSampler(Sampler.alwaysOff())
            .setPollingInterval(Duration.ofMillis(50))
            .build()) {
      SdkTracerProvider provider = SdkTracerProvider.builder().setSampler(sampler).build();
      Tracer tracer = provider.get("test");
      long end = System.nanoTime() + PATIENCE.toNanos();
      boolean sampled = false;
      while (!sampled && System.nanoTime() < end) {
        Thread.sleep(20);
        sampled = tracer.spanBuilder("operation").startSpan().getSpanContext().isSampled();
      }
      return sampled ? "sampled" : "never sampled";
    }
  }
}

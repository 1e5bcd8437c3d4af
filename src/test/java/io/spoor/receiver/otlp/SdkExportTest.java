// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.spoor.TestCertificates;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.WriteRequest;
import io.spoor.config.ConfigSection;
import io.spoor.config.GrpcReceiverConfig;
import io.spoor.model.WriteResult;
import io.spoor.telemetry.LedgerFate;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exporters of the OpenTelemetry Java SDK, as applications use them. */
class SdkExportTest {
  private static final int SPANS = 700;
  private static final RetryPolicy QUICK =
      RetryPolicy.builder()
          .setMaxAttempts(5)
          .setInitialBackoff(Duration.ofMillis(20))
          .setMaxBackoff(Duration.ofMillis(100))
          .build();

  @TempDir Path folder;

  private final RunningReceiver receiver = RunningReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void exportsOverGrpc(String compression) {
    export(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + receiver.grpcPort)
            .setCompression(compression)
            .build());
    assertThat(receiver.spansSeen()).isEqualTo(SPANS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void exportsOverHttp(String compression) {
    export(
        OtlpHttpSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + receiver.httpPort + "/v1/traces")
            .setCompression(compression)
            .build());
    assertThat(receiver.spansSeen()).isEqualTo(SPANS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http"})
  void refusedClientsRetryAndLoseNothing(String protocol) {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger stored = new AtomicInteger();
    receiver.storage = request -> everySecondRefused(calls, stored, request);

    export(
        protocol.equals("grpc")
            ? OtlpGrpcSpanExporter.builder()
                .setEndpoint("http://127.0.0.1:" + receiver.grpcPort)
                .setRetryPolicy(QUICK)
                .build()
            : OtlpHttpSpanExporter.builder()
                .setEndpoint("http://127.0.0.1:" + receiver.httpPort + "/v1/traces")
                .setRetryPolicy(QUICK)
                .build());

    assertThat(stored).hasValue(SPANS);
    long refused =
        receiver.ledger.snapshot().lines().stream()
            .mapToLong(line -> line.counts().of(LedgerFate.REFUSED))
            .sum();
    assertThat(refused).isPositive();
  }

  @Test
  void exportsOverTlsWithAClientCertificate() throws Exception {
    TestCertificates certificates =
        new TestCertificates(folder).create("server", "EC").create("client", "EC");
    GrpcReceiverConfig config =
        ConfigSection.of(
            Map.of(
                "port", "0",
                "tls.certificateFile", certificates.certificate("server"),
                "tls.keyFile", certificates.key("server"),
                "tls.clientCaFile", certificates.certificate("client")),
            section -> GrpcReceiverConfig.from(section, 4317, "OTLP"));
    OtlpGrpcReceiverVerticle secure =
        OtlpGrpcReceiverVerticle.instances(config, receiver.intake).get();
    RunningReceiver.await(receiver.vertx.deployVerticle(secure));
    String endpoint = "https://127.0.0.1:" + secure.port();
    byte[] server = Files.readAllBytes(certificates.certificate("server"));

    export(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint(endpoint)
            .setTrustedCertificates(server)
            .setClientTls(
                Files.readAllBytes(certificates.key("client")),
                Files.readAllBytes(certificates.certificate("client")))
            .build());
    assertThat(receiver.spansSeen()).isEqualTo(SPANS);

    SpanExporter stranger =
        OtlpGrpcSpanExporter.builder()
            .setEndpoint(endpoint)
            .setTrustedCertificates(server)
            .setRetryPolicy(null)
            .build();
    assertThat(exportsOneSpan(stranger)).as("without a certificate").isFalse();
    assertThat(receiver.spansSeen()).isEqualTo(SPANS);
  }

  private static Future<WriteResult> everySecondRefused(
      AtomicInteger calls, AtomicInteger stored, WriteRequest request) {
    if (calls.getAndIncrement() % 2 == 0) {
      return Future.failedFuture(new RefusedException(Refusal.QUEUE_FULL, "not now"));
    }
    stored.addAndGet(request.batch().size());
    return RunningReceiver.store(request);
  }

  private static void export(SpanExporter exporter) {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setMaxQueueSize(SPANS)
                    .setMaxExportBatchSize(100)
                    .build())
            .build()) {
      Tracer tracer = provider.get("test");
      for (int i = 0; i < SPANS; i++) {
        Span span = tracer.spanBuilder("span " + i).startSpan();
        span.setAttribute("number", i);
        span.addEvent("half-way");
        span.end();
      }
      CompletableResultCode flushed = provider.forceFlush().join(20, TimeUnit.SECONDS);
      assertThat(flushed.isSuccess()).isTrue();
    }
  }

  private static boolean exportsOneSpan(SpanExporter exporter) {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                io.opentelemetry.sdk.trace.export.SimpleSpanProcessor.create(exporter))
            .build()) {
      provider.get("test").spanBuilder("one").startSpan().end();
      return provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Meters of the JVM and the process, and those among them that Jaeger's dashboards ask for. */
final class ProcessMetrics implements MultiCollector, AutoCloseable {
  private final ProcessStatus status = new ProcessStatus();
  private final JvmGcMetrics collections = new JvmGcMetrics();

  ProcessMetrics(MeterRegistry registry) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Gauge.builder("process.resident.memory", status, ProcessStatus::residentBytes)
        .description("Memory of the process that is in RAM, heap and all else")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    Gauge.builder("build.info", () -> 1)
        .description("Always 1; which build this is")
        .tag("version", version())
        .register(registry);
  }

  @Override
  public MetricSnapshots collect() {
    MetricFamilies families = new MetricFamilies();
    families.count(
        "otelcol_process_cpu_seconds",
        "CPU time of the process; Jaeger's name.",
        Labels.EMPTY,
        status.cpuSeconds());
    families.count(
        "otelcol_process_uptime_seconds",
        "Time since the process started; Jaeger's name.",
        Labels.EMPTY,
        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    families.gauge(
        "otelcol_process_memory_rss_bytes",
        "Memory of the process that is in RAM; Jaeger's name.",
        Labels.EMPTY,
        status.residentBytes());
    families.gauge(
        "otelcol_process_runtime_heap_alloc_bytes",
        "Heap in use; Jaeger's name.",
        Labels.EMPTY,
        (double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    return families.build();
  }

  @Override
  public void close() {
    collections.close();
  }

  private static String version() {
    return Optional.ofNullable(ProcessMetrics.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}

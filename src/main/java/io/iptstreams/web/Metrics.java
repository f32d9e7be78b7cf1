package io.iptstreams.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** All meters of the process, in the text format of Prometheus. An owner. */
final class Metrics implements AutoCloseable {
  /** Of Prometheus, {@code text/plain; version=0.0.4}. */
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Linux counts pages here: all, then those in memory. */
  private static final Path PAGES = Path.of("/proc/self/statm");

  private static final long PAGE_BYTES = 4096;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    if (Files.isReadable(PAGES)) {
      Gauge.builder("process.resident.memory", Metrics::residentBytes)
          .description("memory of the process, that of the natives included")
          .baseUnit("bytes")
          .register(registry);
    }
  }

  private static double residentBytes() {
    try {
      return Long.parseLong(Files.readString(PAGES).split(" ")[1]) * (double) PAGE_BYTES;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  Reply reply() {
    return new Reply(200, MEDIA_TYPE, Reply.bytes(registry.scrape()));
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}

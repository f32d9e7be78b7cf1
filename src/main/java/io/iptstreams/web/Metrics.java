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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All meters of the process, in the text format of Prometheus. An owner. */
final class Metrics implements AutoCloseable {
  /** Of Prometheus, {@code text/plain; version=0.0.4}. */
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Of Linux; among its lines is {@code VmRSS: 1234 kB}. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
  private static final double BYTES_PER_KB = 1024;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    if (Files.isReadable(STATUS)) {
      Gauge.builder("process.resident.memory", Metrics::residentBytes)
          .description("memory of the process, that of the natives included")
          .baseUnit("bytes")
          .register(registry);
    }
  }

  private static double residentBytes() {
    try {
      Matcher resident = RESIDENT.matcher(Files.readString(STATUS));
      return resident.find() ? Long.parseLong(resident.group(1)) * BYTES_PER_KB : Double.NaN;
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

package io.iptstreams.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The log as JSON, an object a line, and what commands say in the same form. {@code timestamp} is
 * in milliseconds since 1970.
 */
final class JsonLog extends AppenderBase<ILoggingEvent> {
  /** Name of the logger of what commands say. */
  static final String PROGRAM = "ipt-streams";

  private final Terminal terminal;
  private final JsonEncoder encoder = new JsonEncoder();

  private JsonLog(Terminal terminal) {
    this.terminal = terminal;
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithMDC(false);
    encoder.setWithMarkers(false);
    encoder.setWithKVPList(false);
  }

  /** Takes the place of the log's appenders. */
  static JsonLog install(Terminal terminal) {
    JsonLog log = new JsonLog(terminal);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    log.setContext(context);
    log.encoder.setContext(context);
    log.encoder.start();
    log.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    terminal.write(encoder.encode(event));
  }

  /** A line of a command, its end included. */
  byte[] line(Level level, String words, Optional<Throwable> trace) {
    Logger program = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(PROGRAM);
    return encoder.encode(
        new LoggingEvent(JsonLog.class.getName(), program, level, words, trace.orElse(null), null));
  }
}

package io.iptstreams.stream;

import io.iptstreams.restore.Restorers;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gives every record exactly one outcome: restored, passed through, dropped as too late, or dead
 * letter. Keeps nothing between two records.
 *
 * <p>Faults of Kafka come out of {@code forward}, outside every catch, and stop the stage.
 */
final class RestoreProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final Restorers restorers;
  private final Function<Restorers.Caller, FrameWay> ways;
  private final Outcomes outcomes;
  private ProcessorContext<byte[], byte[]> context;
  private Restorers.Caller caller;
  private FrameWay way;

  /**
   * @param ways makes the way for the frames of one caller
   */
  RestoreProcessor(
      Restorers restorers, Function<Restorers.Caller, FrameWay> ways, Outcomes outcomes) {
    this.restorers = restorers;
    this.ways = ways;
    this.outcomes = outcomes;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.caller = restorers.caller();
    this.way = ways.apply(caller);
  }

  @Override
  public void process(Record<byte[], byte[]> request) {
    boolean sent = false;
    outcomes.received();
    try {
      Outcome outcome = way.outcome(request, context.recordMetadata().orElseThrow());
      context.forward(outcome.record(), outcome.node());
      outcome.countIn(outcomes);
      sent = true;
    } finally {
      if (!sent) {
        outcomes.withdrawn();
      }
    }
  }

  @Override
  public void close() {
    caller.close();
  }
}

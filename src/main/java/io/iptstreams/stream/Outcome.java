package io.iptstreams.stream;

import org.apache.kafka.streams.processor.api.Record;

/** What becomes of a picture. */
sealed interface Outcome permits Outcome.Sent, Outcome.Ignored {

  void countIn(Outcomes outcomes);

  /** Something goes on: to which node of the topology, and as what it counts. */
  sealed interface Sent extends Outcome permits Restored, Passed, Late, Dead {
    Record<byte[], byte[]> record();

    /** Node of the topology that it goes to. */
    String node();
  }

  /**
   * A restored picture.
   *
   * @param topic it goes to
   */
  record Restored(Record<byte[], byte[]> record, String topic) implements Sent {
    @Override
    public String node() {
      return RestoreTopology.results(topic);
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.restored();
    }
  }

  /**
   * The record as it came.
   *
   * @param topic it goes to
   * @param late whether it passes because it came too late
   */
  record Passed(Record<byte[], byte[]> record, String topic, boolean late) implements Sent {
    @Override
    public String node() {
      return RestoreTopology.results(topic);
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.passed(late);
    }
  }

  /** A frame that came too late, without its picture. */
  record Late(Record<byte[], byte[]> record) implements Sent {
    @Override
    public String node() {
      return RestoreTopology.LATE;
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.dropped();
    }
  }

  /** A record that could not be restored. */
  record Dead(DeadLetter letter, Record<byte[], byte[]> record) implements Sent {
    @Override
    public String node() {
      return RestoreTopology.DEAD_LETTERS;
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.deadLettered(letter);
    }
  }

  /** A notification that asks for nothing: an object deleted, or the stage's own result. */
  record Ignored() implements Outcome {
    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.ignored();
    }
  }
}

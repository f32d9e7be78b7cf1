package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShardsAheadTest {
  private static final RandomGenerator ANY = RandomGenerator.getDefault();

  private final Set<Long> made = ConcurrentHashMap.newKeySet();
  private final Set<Thread> makers = ConcurrentHashMap.newKeySet();

  /** One picture of one pixel, of the level that is the shard's number. */
  private Shard shard(long number) {
    made.add(number);
    makers.add(Thread.currentThread());
    Image pixel = new Image(3, 1, 1, new float[] {number, number, number});
    return new Shard(List.of(new Shard.Held(ByteImage.of(pixel), List.of())));
  }

  private static float level(Shard shard) {
    return shard.crop(1, ANY).at(0, 0, 0);
  }

  private static ShardsAhead open(LongFunction<Shard> maker, long first) {
    return new ShardsAhead("test", maker, first, false);
  }

  private static void awaitThatItWaits(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new CancellationException();
    }
  }

  @Test
  void at_anyNumber_isThatShard() {
    try (ShardsAhead shards = open(this::shard, 3)) {
      assertThat(level(shards.at(3))).isEqualTo(3);
      assertThat(level(shards.at(4))).isEqualTo(4);
      assertThat(level(shards.at(9))).isEqualTo(9);
      assertThat(level(shards.at(2))).isEqualTo(2);
    }
  }

  @Test
  void at_theSameShardAgain_doesNotMakeItAgain() {
    try (ShardsAhead shards = open(this::shard, 0)) {
      assertThat(shards.at(0)).isSameAs(shards.at(0));
      assertThat(shards.waited()).isZero();
    }
  }

  @Test
  void open_makesTheNextShardMeanwhile() {
    CountDownLatch next = new CountDownLatch(1);
    LongFunction<Shard> maker =
        number -> {
          Shard shard = shard(number);
          if (number == 1) {
            next.countDown();
          }
          return shard;
        };
    try (ShardsAhead shards = open(maker, 0)) {
      await(next);
      assertThat(level(shards.at(0))).isZero();
      assertThat(made).containsExactlyInAnyOrder(0L, 1L);
    }
  }

  @Test
  void open_ofOnlyOne_makesNoOther() {
    try (ShardsAhead shards = new ShardsAhead("test", this::shard, 0, true)) {
      shards.at(0);
    }
    assertThat(made).containsExactly(0L);
    assertThat(makers).containsExactly(Thread.currentThread());
  }

  @Test
  void waited_countsTheTimeUntilAShardIsMade() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    LongFunction<Shard> maker =
        number -> {
          if (number == 1) {
            await(slow);
          }
          return shard(number);
        };
    try (ShardsAhead shards = open(maker, 0)) {
      Thread reader = new Thread(() -> shards.at(1));
      reader.start();
      awaitThatItWaits(reader);
      slow.countDown();
      reader.join();
      assertThat(shards.waited()).isGreaterThan(Duration.ZERO);
    }
  }

  @Test
  void at_ofAShardThatFails_throwsWhatTheMakerThrew() {
    LongFunction<Shard> maker =
        number -> {
          if (number == 1) {
            throw new TrainingException("nothing usable");
          }
          return shard(number);
        };
    try (ShardsAhead shards = open(maker, 0)) {
      assertThatThrownBy(() -> shards.at(1))
          .isInstanceOf(TrainingException.class)
          .hasMessage("nothing usable");
      assertThat(level(shards.at(2))).isEqualTo(2);
    }
  }

  @Test
  void at_ofAnInterruptedReader_givesUpAndStaysInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    LongFunction<Shard> maker =
        number -> {
          if (number == 1) {
            await(never);
          }
          return shard(number);
        };
    try (ShardsAhead shards = open(maker, 0)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> shards.at(1)).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void close_endsTheThread_inTheMiddleOfAShard() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    LongFunction<Shard> maker =
        number -> {
          Shard shard = shard(number);
          if (number == 1) {
            started.countDown();
            while (true) {
              ShardsAhead.checkWanted();
              Thread.onSpinWait();
            }
          }
          return shard;
        };
    ShardsAhead shards = open(maker, 0);
    await(started);

    shards.close();

    makers.remove(Thread.currentThread());
    assertThat(makers).singleElement().matches(Thread::isDaemon);
    for (Thread thread : makers) {
      thread.join();
    }
  }

  @Test
  void close_freesAReaderThatWaits() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    LongFunction<Shard> maker =
        number -> {
          if (number > 0) {
            await(never);
          }
          return shard(number);
        };
    ShardsAhead shards = open(maker, 0);
    Set<Throwable> failures = ConcurrentHashMap.newKeySet();
    Thread reader = new Thread(() -> shards.at(7));
    reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    reader.start();
    awaitThatItWaits(reader);

    shards.close();
    reader.join();

    assertThat(failures).singleElement().isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> shards.at(8)).isInstanceOf(CancellationException.class);
  }
}

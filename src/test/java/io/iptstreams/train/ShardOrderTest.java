package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShardOrderTest {
  private static final int[] FILES = IntStream.range(100, 1100).toArray();

  private static ShardOrder order(int filesPerShard) {
    return new ShardOrder(FILES, filesPerShard, 7);
  }

  private static int[] files(ShardOrder order, long firstShard, long count) {
    return LongStream.range(firstShard, firstShard + count)
        .mapToObj(order::filesOf)
        .flatMapToInt(Arrays::stream)
        .toArray();
  }

  /** 1000 files in shards of 192 at most are 6 shards. */
  @Test
  void filesOf_theShardsOfAnEpoch_areEachFileOnce() {
    ShardOrder order = order(192);

    for (long epoch = 0; epoch < 3; epoch++) {
      assertThat(files(order, 6 * epoch, 6)).doesNotHaveDuplicates().hasSize(1000).contains(FILES);
      assertThat(order.epochOf(6 * epoch + 5)).isEqualTo(epoch);
    }
  }

  @Test
  void filesOf_shardsOfAnEpoch_areEquallyLarge() {
    ShardOrder order = order(192);

    for (long shard = 0; shard < 6; shard++) {
      assertThat(order.filesOf(shard)).hasSizeBetween(166, 167);
    }
  }

  @Test
  void filesOf_anotherEpochOrSeed_isShuffledAnew() {
    int[] first = files(order(192), 0, 6);

    assertThat(files(order(192), 6, 6)).isNotEqualTo(first);
    assertThat(files(new ShardOrder(FILES, 192, 8), 0, 6)).isNotEqualTo(first);
    assertThat(first).isNotEqualTo(FILES);
  }

  @Test
  void filesOf_aShard_isTheSameWhateverWasAskedBefore() {
    ShardOrder order = order(192);
    int[] late = order.filesOf(20);
    order.filesOf(3);

    assertThat(order.filesOf(20)).isEqualTo(late).isEqualTo(order(192).filesOf(20));
  }

  @Test
  void shardOf_stepsInARow_isTheirQuotient() {
    ShardOrder order = order(192);

    assertThat(order.shardOf(0, 50)).isZero();
    assertThat(order.shardOf(49, 50)).isZero();
    assertThat(order.shardOf(50, 50)).isEqualTo(1);
    assertThat(order.shardOf(1_000_000, 50)).isEqualTo(20_000);
  }

  @Test
  void shardOf_whereOneShardTakesAllFiles_isAlwaysTheFirst() {
    ShardOrder order = order(1000);

    assertThat(order.isOneShard()).isTrue();
    assertThat(order.shardOf(1_000_000, 50)).isZero();
  }
}

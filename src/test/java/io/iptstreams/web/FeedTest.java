package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FeedTest {
  private final Feed feed = new Feed();

  @Test
  void aBrowserThatIsSlow_getsTheNewestAndMissesTheRest() throws InterruptedException {
    feed.publish(new byte[] {1});
    feed.publish(new byte[] {2});

    Feed.News news = feed.await(0).orElseThrow();
    assertThat(news.event()).containsExactly(2);
    assertThat(news.number()).isEqualTo(2);
  }

  @Test
  void aBrowser_waitsForNews() throws InterruptedException, ExecutionException {
    CompletableFuture<Optional<Feed.News>> waiting = CompletableFuture.supplyAsync(this::next);
    feed.publish(new byte[] {1});

    assertThat(waiting.get()).isPresent();
  }

  @Test
  void theStreamsThatAreWatched_areThoseOfTheBrowsersThatAreThere() {
    long first = feed.enter(OptionalLong.of(3)).orElseThrow();
    feed.enter(OptionalLong.of(5));
    feed.enter(OptionalLong.empty());
    feed.leave(first);

    assertThat(feed.watched()).containsExactly(5L);
    assertThat(feed.browsers()).isEqualTo(2);
  }

  @Test
  void oneBrowserTooMany_isSentAway_untilAnotherLeaves() {
    for (int i = 0; i < Feed.MOST_BROWSERS; i++) {
      assertThat(feed.enter(OptionalLong.empty())).isPresent();
    }

    assertThat(feed.enter(OptionalLong.empty())).isEmpty();
    feed.leave(1);
    assertThat(feed.enter(OptionalLong.empty())).isPresent();
  }

  @Test
  void whoComesAfterAllHaveLeft_isNotToldOldNews() throws Exception {
    long first = feed.enter(OptionalLong.empty()).orElseThrow();
    feed.publish(new byte[] {1});
    feed.leave(first);
    CompletableFuture<Optional<Feed.News>> waiting = CompletableFuture.supplyAsync(this::next);
    feed.enter(OptionalLong.empty());
    feed.publish(new byte[] {2});

    assertThat(waiting.get().orElseThrow().event()).containsExactly(2);
  }

  @Test
  void atTheEnd_nobodyWaits() throws InterruptedException {
    feed.end();

    assertThat(feed.await(0)).isEmpty();
    assertThat(feed.awaitBrowser()).isFalse();
    assertThat(feed.enter(OptionalLong.empty())).isEmpty();
  }

  private Optional<Feed.News> next() {
    try {
      return feed.await(0);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

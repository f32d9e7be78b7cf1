package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FramePipelineTest {
  private final List<VideoFrame> given = new ArrayList<>();

  private long run(FrameSource source, FramePipeline pipeline) throws InterruptedException {
    return pipeline.run(source, (frame, headers) -> given.add(frame));
  }

  private static int number(Image image) {
    return (int) image.samples()[0];
  }

  @Test
  void frames_keepOrderAndTimes_whicheverIsDoneFirst() throws InterruptedException {
    CountDownLatch secondDone = new CountDownLatch(1);
    FramePipeline pipeline =
        new FramePipeline(
            image -> {
              if (number(image) == 0) {
                await(secondDone);
              } else {
                secondDone.countDown();
              }
              return Pictures.plain(1, 1, number(image) + 100, 0, 0);
            },
            2);

    assertThat(run(new GeneratedFrames(20), pipeline)).isEqualTo(20);

    assertThat(given)
        .extracting(frame -> (long) number(frame.image()))
        .isEqualTo(LongStream.range(100, 120).boxed().toList());
    assertThat(given)
        .extracting(VideoFrame::pts)
        .isEqualTo(LongStream.range(0, 20).map(i -> 512 * i).boxed().toList());
  }

  @Test
  void noMoreFramesAreTaken_thanMayBeInside() throws InterruptedException {
    GeneratedFrames source = new GeneratedFrames(50);
    AtomicInteger most = new AtomicInteger();

    new FramePipeline(image -> image, 3)
        .run(
            source,
            (frame, headers) -> {
              given.add(frame);
              most.accumulateAndGet(source.taken() - given.size(), Math::max);
            });

    // Those inside, less the one just given on, and the one that waits to get in.
    assertThat(most).hasValue(3);
  }

  @Test
  void theSink_learnsTimeBaseAndRate() throws InterruptedException {
    List<FrameHeaders> told = new ArrayList<>();

    new FramePipeline(image -> image, 1)
        .run(new GeneratedFrames(1), (frame, headers) -> told.add(headers));

    assertThat(told.get(0).fraction(FrameHeaders.TIME_BASE)).hasValue(new Fraction(1, 12800));
    assertThat(told.get(0).fraction(FrameHeaders.FRAME_RATE)).hasValue(new Fraction(25, 1));
  }

  @Test
  void aFrameThatFails_isNamed_andThoseBeforeItAreGivenOn() {
    FramePipeline pipeline =
        new FramePipeline(
            image -> {
              if (number(image) == 7) {
                throw new IllegalStateException("no memory left");
              }
              return image;
            },
            4);

    assertThatThrownBy(() -> run(new GeneratedFrames(20), pipeline))
        .isInstanceOf(MediaException.class)
        .hasMessage("frame 7: no memory left");
    assertThat(given).hasSize(7);
  }

  @Test
  void anInterrupt_endsIt_withTheFramesSoFarInOrder() {
    FramePipeline pipeline =
        new FramePipeline(
            image -> {
              if (number(image) == 5) {
                await(new CountDownLatch(1));
              }
              return image;
            },
            2);

    assertThatThrownBy(
            () ->
                pipeline.run(
                    new GeneratedFrames(20),
                    (frame, headers) -> {
                      given.add(frame);
                      if (given.size() == 5) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(given).hasSize(5);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

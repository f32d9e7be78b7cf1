package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.FileCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShowcaseTest {
  private static final byte[] PNG = Sights.png(3, 8, 12);

  private final Gallery gallery = new Gallery(InstantSource.fixed(Instant.EPOCH));
  private final Painter painter = new Painter(FileCodec.withoutWebp(), 1_000_000);
  private final Showcase showcase = new Showcase(gallery, painter, painter);

  @Test
  void ofAStreamThatIsWatched_theNewestPictureIsShown() {
    gallery.see(Sights.restored("yard", PNG, Sights.png(3, 16, 24)));
    long yard = gallery.streams().get(0).id();
    showcase.renew(Set.of(yard));

    Shown shown = showcase.newest(yard).orElseThrow();
    assertThat(shown.number()).isEqualTo(1);
    assertThat(shown.before().width()).isEqualTo(12);
    assertThat(shown.after().width()).isEqualTo(24);
  }

  @Test
  void ofAStreamThatNobodyWatches_noPictureIsPainted() {
    gallery.see(Sights.restored("yard", PNG, PNG));
    showcase.renew(Set.of());

    assertThat(showcase.newest(gallery.streams().get(0).id())).isEmpty();
  }

  @Test
  void thePictureBefore_canStillBeFetched_andOlderOnesNot() {
    for (int i = 0; i < 4; i++) {
      gallery.see(Sights.restored("yard", PNG, PNG));
      showcase.renew(Set.of(gallery.streams().get(0).id()));
    }
    long yard = gallery.streams().get(0).id();

    assertThat(showcase.shown(yard, 4)).isPresent();
    assertThat(showcase.shown(yard, 3)).isPresent();
    assertThat(showcase.shown(yard, 1)).isEmpty();
  }

  @Test
  void aStreamThatIsForgotten_isShownNoMore() {
    gallery.see(Sights.restored("yard", PNG, PNG));
    long yard = gallery.streams().get(0).id();
    showcase.renew(Set.of(yard));
    for (int i = 0; i < Gallery.MOST_STREAMS; i++) {
      gallery.see(Sights.restored("camera-" + i, PNG, PNG));
    }
    showcase.renew(Set.of(yard));

    assertThat(showcase.newest(yard)).isEmpty();
  }

  @Test
  void aDeadLetter_isShownIfItIsAPicture() {
    gallery.see(Sights.dead("yard", "model, derain: failed", PNG));
    gallery.see(Sights.dead("yard", "no picture", "hello".getBytes(StandardCharsets.UTF_8)));
    showcase.renew(Set.of());

    assertThat(showcase.deadLetter(gallery.misfortunes().get(0).id())).isEmpty();
    assertThat(showcase.deadLetter(gallery.misfortunes().get(1).id())).isPresent();
  }
}

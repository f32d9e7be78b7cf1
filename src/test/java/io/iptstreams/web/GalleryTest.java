package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.stream.Sight;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static final byte[] SMALL = {1};

  private final Gallery gallery = new Gallery(InstantSource.fixed(Instant.EPOCH));

  @Test
  void ofAStream_theNewestPictureIsKept() {
    gallery.see(Sights.restored("yard", SMALL, SMALL));
    gallery.see(Sights.restored("yard", SMALL, new byte[] {2}));

    Exhibit yard = gallery.streams().get(0);
    assertThat(yard.seen()).isEqualTo(2);
    assertThat(yard.newest().orElseThrow().after().bytes()).containsExactly(2);
  }

  @Test
  void theStreamSeenLast_comesFirst() {
    gallery.see(Sights.restored("yard", SMALL, SMALL));
    gallery.see(Sights.restored("gate", SMALL, SMALL));
    gallery.see(Sights.restored("yard", SMALL, SMALL));

    assertThat(gallery.streams()).extracting(Exhibit::name).containsExactly("yard", "gate");
  }

  @Test
  void whenThereAreTooManyStreams_theOneSeenLongestAgoIsForgotten() {
    for (int i = 0; i <= Gallery.MOST_STREAMS; i++) {
      gallery.see(Sights.restored("camera-" + i, SMALL, SMALL));
    }

    assertThat(gallery.streams())
        .hasSize(Gallery.MOST_STREAMS)
        .extracting(Exhibit::name)
        .doesNotContain("camera-0");
  }

  @Test
  void aStreamThatComesAgain_isAnother() {
    gallery.see(Sights.restored("camera", SMALL, SMALL));
    long id = gallery.streams().get(0).id();
    for (int i = 0; i < Gallery.MOST_STREAMS; i++) {
      gallery.see(Sights.restored("camera-" + i, SMALL, SMALL));
    }
    gallery.see(Sights.restored("camera", SMALL, SMALL));

    assertThat(gallery.streams().get(0).id()).isNotEqualTo(id);
  }

  @Test
  void aLargePicture_isCountedButNotKept() {
    gallery.see(Sights.restored("yard", SMALL, new byte[Gallery.LARGEST_PICTURE + 1]));

    assertThat(gallery.streams().get(0).seen()).isEqualTo(1);
    assertThat(gallery.streams().get(0).newest()).isEmpty();
  }

  @Test
  void aLongName_isCutShort() {
    gallery.see(Sights.restored("y".repeat(100_000), SMALL, SMALL));

    assertThat(gallery.streams().get(0).name()).hasSize(501).endsWith("…");
  }

  @Test
  void ofItsHeaders_onlyThoseThatSayWhatThePictureIsAreKept() {
    Sight sight = Sights.restored("yard", SMALL, SMALL);
    gallery.see(sight);

    assertThat(sight.envelope().headers()).isNotEqualTo(FrameHeaders.none());
    assertThat(gallery.streams().get(0).newest().orElseThrow().before().headers())
        .isEqualTo(FrameHeaders.none());
  }

  @Test
  void aLongReason_isCutShort() {
    gallery.see(Sights.dead("yard", "r".repeat(100_000), SMALL));

    assertThat(gallery.misfortunes().get(0).reason()).hasSize(501);
  }

  @Test
  void ofDeadLetters_theLatestAreKept_withoutLargePictures() {
    for (int i = 0; i <= Gallery.MOST_DEAD_LETTERS; i++) {
      gallery.see(Sights.dead("yard", "reason " + i, SMALL));
    }
    gallery.see(Sights.dead("yard", "large", new byte[Gallery.LARGEST_DEAD_PICTURE + 1]));

    assertThat(gallery.misfortunes()).hasSize(Gallery.MOST_DEAD_LETTERS);
    Misfortune latest = gallery.misfortunes().get(0);
    assertThat(latest.reason()).isEqualTo("large");
    assertThat(latest.picture()).isEmpty();
    assertThat(gallery.misfortunes().get(1).picture()).isPresent();
  }

  @Test
  void whatIsMeasured_staysWithItsStream() {
    gallery.measured("yard", new Exhibit.Measured(19, 30.5));
    gallery.see(Sights.restored("yard", SMALL, SMALL));

    assertThat(gallery.streams().get(0).measured()).contains(new Exhibit.Measured(19, 30.5));
  }
}

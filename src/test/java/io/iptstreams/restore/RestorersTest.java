package io.iptstreams.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.Image;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestorersTest {
  private static final Task DERAIN = new Task.Derain();

  /** Every model that was opened, in order. */
  private final List<Numbered> opened = new ArrayList<>();

  @Test
  void eachName_hasAModelOfItsOwn() {
    try (Restorers restorers = open("a", "b");
        Restorers.Caller caller = restorers.caller()) {
      assertThat(restored(caller, "a")).isEqualTo(1);
      assertThat(restored(caller, "b")).isEqualTo(2);
      assertThat(restorers.names()).containsExactly("a", "b");
    }
    assertThat(opened).allMatch(model -> model.closed);
  }

  @Test
  void replace_holdsForThePicturesThatBeginAfterIt() {
    try (Restorers restorers = open("a");
        Restorers.Caller caller = restorers.caller()) {
      Restorers.Lease begun = caller.lease("a");
      assertThat(restorers.replace("a", tasks -> {})).isEqualTo("model-2@00000002");

      assertThat(restored(caller, "a")).isEqualTo(2);
      assertThat(value(begun.restorer())).isEqualTo(1);
      assertThat(opened.get(0).closed).isFalse();
      begun.close();
      assertThat(opened.get(0).closed).isTrue();
      assertThat(opened.get(1).closed).isFalse();
    }
  }

  @Test
  void aModelThatWillNotDo_isClosed_andTheOldOneStays() {
    try (Restorers restorers = open("a");
        Restorers.Caller caller = restorers.caller()) {
      assertThatThrownBy(
              () ->
                  restorers.replace(
                      "a",
                      tasks -> {
                        throw new IllegalArgumentException("it cannot derain");
                      }))
          .hasMessage("it cannot derain");

      assertThat(restored(caller, "a")).isEqualTo(1);
      assertThat(opened.get(1).closed).isTrue();
    }
  }

  @Test
  void open_closesWhatItOpened_ifOneCannotBeOpened() {
    assertThatThrownBy(() -> open("a", "missing")).hasMessage("no such model");
    assertThat(opened).hasSize(1).allMatch(model -> model.closed);
  }

  @Test
  void lease_ofAnUnknownName_saysWhichThereAre() {
    try (Restorers restorers = open("a", "b");
        Restorers.Caller caller = restorers.caller()) {
      assertThatThrownBy(() -> caller.lease("c"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("model c is not open; open are a, b");
    }
  }

  private Restorers open(String... names) {
    return Restorers.open(
        List.of(names),
        name -> {
          if (name.equals("missing")) {
            throw new IllegalStateException("no such model");
          }
          Numbered model = new Numbered(opened.size() + 1);
          opened.add(model);
          return model;
        },
        new BatchPolicy(4, Duration.ZERO),
        1,
        new Limits(1_000, 0, Duration.ofSeconds(10)));
  }

  private static float restored(Restorers.Caller caller, String model) {
    try (Restorers.Lease lease = caller.lease(model)) {
      return value(lease.restorer());
    }
  }

  private static float value(Restorer restorer) {
    return restorer.restore(Image.blank(3, 8, 8), DERAIN).samples()[0];
  }

  /** A model that paints its number. */
  private static final class Numbered implements RestorationModel {
    private final int number;
    private boolean closed;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    public String name() {
      return "model-" + number;
    }

    @Override
    public String fingerprint() {
      return "0000000" + number;
    }

    @Override
    public String place() {
      return "cpu";
    }

    @Override
    public TaskSet tasks() {
      return TaskSet.of(DERAIN);
    }

    @Override
    public int tile() {
      return 8;
    }

    @Override
    public List<Image> restore(Task task, List<Image> tiles) {
      assertThat(closed).isFalse();
      List<Image> painted = new ArrayList<>();
      for (int i = 0; i < tiles.size(); i++) {
        Image tile = Image.blank(3, 8, 8);
        Arrays.fill(tile.samples(), number);
        painted.add(tile);
      }
      return painted;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

package io.iptstreams.proof;

import io.iptstreams.image.Image;
import io.iptstreams.model.DecoratedModel;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import java.util.Arrays;
import java.util.List;

/** Ends the process, as a fault in native code does, at the sight of a tile of one colour. */
final class DeadlyModel extends DecoratedModel {
  /** With which the process ends: that of an abort. */
  static final int STATUS = 134;

  private static final float[] RED_GREEN_BLUE = {251, 3, 179};

  DeadlyModel(RestorationModel inner) {
    super(inner);
  }

  /** One whose only tile is deadly. */
  static Image picture() {
    Image picture = Image.blank(RED_GREEN_BLUE.length, SleepingModel.TILE, SleepingModel.TILE);
    int plane = SleepingModel.TILE * SleepingModel.TILE;
    for (int c = 0; c < RED_GREEN_BLUE.length; c++) {
      Arrays.fill(picture.samples(), c * plane, (c + 1) * plane, RED_GREEN_BLUE[c]);
    }
    return picture;
  }

  @Override
  public List<Image> restore(Task task, List<Image> tiles) {
    if (tiles.stream().anyMatch(DeadlyModel::isDeadly)) {
      Runtime.getRuntime().halt(STATUS);
    }
    return super.restore(task, tiles);
  }

  private static boolean isDeadly(Image tile) {
    int plane = tile.height() * tile.width();
    for (int i = 0; i < tile.samples().length; i++) {
      if (tile.samples()[i] != RED_GREEN_BLUE[i / plane]) {
        return false;
      }
    }
    return true;
  }
}

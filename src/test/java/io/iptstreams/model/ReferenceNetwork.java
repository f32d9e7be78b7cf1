package io.iptstreams.model;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The IPT network once more, in plain Java and double precision, written for reading: loops over
 * the definition in place of an engine. Slow, and the measure for {@link IptModel}.
 *
 * <p>A map of features is [channel][y][x], a list of tokens is [token][number].
 */
public final class ReferenceNetwork {
  private static final double[] MEAN = {255 * 0.4488, 255 * 0.4371, 255 * 0.4040};
  private static final double NORM_EPSILON = 1e-5;

  private final Architecture a;
  private final ModelFolder model;
  private final BiConsumer<String, double[][]> stages;

  public ReferenceNetwork(ModelFolder model) {
    this(model, (name, tokens) -> {});
  }

  /**
   * @param stages sees intermediate values under the names of the parity fixtures: the
   *     transformer's as tokens, maps as channels of row after row
   */
  public ReferenceNetwork(ModelFolder model, BiConsumer<String, double[][]> stages) {
    this.a = model.card().architecture();
    this.model = model;
    this.stages = stages;
  }

  /** What the network makes of one tile. */
  public double[][][] restore(int task, Image tile) {
    return restore(task, tile, 0);
  }

  /** What a head that is told the standard deviation of the noise makes of one tile. */
  public double[][][] restore(int task, Image tile, double sigma) {
    int scale = model.card().taskSet().abilities().get(task).scale();
    int stem = a.stemOf(scale);
    double[][][] in = input(tile);
    stages.accept("sub_mean", channels(in));
    double[][][] head = conv(unshuffled(in, stem), "head." + task + ".0");
    Weights.Tensor told = model.weights().tensors().get("head." + task + ".sigma.weight");
    if (told != null) {
      double[][][] map = head;
      each(map, (c, y, x) -> map[c][y][x] + told.values()[c] * sigma / a.valueScale());
    }
    for (int k = 1; k <= a.headBlocks(); k++) {
      head = block(head, "head." + task + "." + k);
    }
    stages.accept("head", channels(head));
    double[][][] f = head;
    for (int k = 0; k < a.blocksBefore(); k++) {
      f = block(f, "body.before." + k);
    }
    double[][][] body = transformed(f, task);
    stages.accept("body_out", channels(body));
    f = sum(f, body);
    for (int k = 0; k < a.blocksAfter(); k++) {
      f = block(f, "body.after." + k);
    }
    if (a.blocksBefore() + a.blocksAfter() > 0) {
      f = sum(f, head);
    }
    double[][][] tail = tail(f, task, scale, stem);
    stages.accept("tail_out", channels(tail));
    return output(tail, tile, scale);
  }

  private double[][][] input(Image tile) {
    double[][][] x = new double[3][tile.height()][tile.width()];
    each(x, (c, y, column) -> (tile.at(c, y, column) - MEAN[c]) / a.valueScale());
    return x;
  }

  private double[][][] output(double[][][] f, Image tile, int scale) {
    double[][][] out = new double[3][f[0].length][f[0][0].length];
    if (!a.imageResidual()) {
      each(out, (c, y, x) -> f[c][y][x] * a.valueScale() + MEAN[c]);
    } else if (scale == 1) {
      each(out, (c, y, x) -> f[c][y][x] * a.valueScale() + tile.at(c, y, x));
    } else {
      each(out, (c, y, x) -> f[c][y][x] * a.valueScale() + enlarged(tile, scale, c, y, x));
    }
    return out;
  }

  private double[][][] tail(double[][][] f, int task, int scale, int stem) {
    String name = "tail." + task;
    if (a.stem() > 1) {
      return shuffled(conv(f, name + ".0"), scale * stem);
    }
    double[][][] x = f;
    if (scale == 3) {
      x = shuffled(conv(x, name + ".0.0"), 3);
    } else if (scale > 1) {
      x = shuffled(conv(x, name + ".0.0"), 2);
      if (scale == 4) {
        x = shuffled(conv(x, name + ".0.2"), 2);
      }
    }
    return conv(x, name + ".1");
  }

  // The transformer, window by window.

  private double[][][] transformed(double[][][] f, int task) {
    double[][][] out = new double[f.length][f[0].length][f[0][0].length];
    for (int top = 0; top < f[0].length; top += a.window()) {
      for (int left = 0; left < f[0][0].length; left += a.window()) {
        double[][] tokens = tokens(f, top, left);
        write(out, top, left, body(tokens, task));
      }
    }
    return out;
  }

  private double[][] body(double[][] raw, int task) {
    double[][] encoded = linear(raw, "body.linear_encoding");
    stages.accept("linear_encoding", encoded);
    double[][] t = a.projection() ? encoded : sum(encoded, raw);
    t = sum(t, rows("body.position_encoding.pe.weight"));
    stages.accept("encoder_in", t);
    for (int j = 0; j < a.encoderLayers(); j++) {
      String layer = "body.encoder.layers." + j;
      double[][] y = norm(t, layer + ".norm1");
      t = sum(t, attention(y, y, y, layer + ".self_attn"));
      t = sum(t, mlp(norm(t, layer + ".norm2"), layer + ".linear1", layer + ".linear2"));
      stages.accept("encoder_layer" + j, t);
    }
    stages.accept("encoder_out", t);
    double[][] memory = t;
    double[][] query = query(task);
    for (int j = 0; j < a.decoderLayers(); j++) {
      String layer = "body.decoder.layers." + j;
      double[][] y = norm(t, layer + ".norm1");
      double[][] q = sum(y, query);
      t = sum(t, attention(q, q, y, layer + ".self_attn"));
      q = sum(norm(t, layer + ".norm2"), query);
      t = sum(t, attention(q, memory, memory, layer + ".multihead_attn"));
      t = sum(t, mlp(norm(t, layer + ".norm3"), layer + ".linear1", layer + ".linear2"));
      stages.accept("decoder_layer" + j, t);
    }
    stages.accept("decoder_out", t);
    double[][] mixed = mlp(t, "body.mlp_head.0", "body.mlp_head.3");
    stages.accept("mlp_head", mixed);
    t = sum(t, mixed);
    return a.projection() ? linear(norm(t, "body.norm"), "body.project") : t;
  }

  private double[][] query(int task) {
    double[] row = rows("body.query_embed.weight")[task];
    double[][] query = new double[a.tokens()][];
    for (int i = 0; i < query.length; i++) {
      query[i] = Arrays.copyOfRange(row, i * a.width(), (i + 1) * a.width());
    }
    return query;
  }

  private double[][] attention(double[][] q, double[][] k, double[][] v, String name) {
    int d = a.width();
    int size = d / a.attentionHeads();
    double[][] in = rows(name + ".in_proj_weight");
    double[][] qs = times(q, Arrays.copyOfRange(in, 0, d));
    double[][] ks = times(k, Arrays.copyOfRange(in, d, 2 * d));
    double[][] vs = times(v, Arrays.copyOfRange(in, 2 * d, 3 * d));
    double[][] mixed = new double[q.length][d];
    for (int from = 0; from < d; from += size) {
      for (int i = 0; i < q.length; i++) {
        double[] weights = new double[k.length];
        for (int j = 0; j < k.length; j++) {
          for (int c = from; c < from + size; c++) {
            weights[j] += qs[i][c] * ks[j][c] / Math.sqrt(size);
          }
        }
        softmax(weights);
        for (int j = 0; j < k.length; j++) {
          for (int c = from; c < from + size; c++) {
            mixed[i][c] += weights[j] * vs[j][c];
          }
        }
      }
    }
    return times(mixed, rows(name + ".out_proj.weight"));
  }

  private static void softmax(double[] scores) {
    double largest = Arrays.stream(scores).max().orElseThrow();
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i] - largest);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
  }

  private double[][] mlp(double[][] t, String first, String second) {
    double[][] hidden = linear(t, first);
    for (double[] row : hidden) {
      Arrays.setAll(row, i -> Math.max(0, row[i]));
    }
    return linear(hidden, second);
  }

  private double[][] norm(double[][] t, String name) {
    float[] weight = values(name + ".weight");
    float[] bias = values(name + ".bias");
    double[][] out = new double[t.length][];
    for (int i = 0; i < t.length; i++) {
      double[] row = t[i];
      double mean = Arrays.stream(row).average().orElseThrow();
      double variance =
          Arrays.stream(row).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      out[i] = new double[row.length];
      Arrays.setAll(
          out[i], c -> (row[c] - mean) / Math.sqrt(variance + NORM_EPSILON) * weight[c] + bias[c]);
    }
    return out;
  }

  private double[][] linear(double[][] t, String name) {
    double[][] out = times(t, rows(name + ".weight"));
    float[] bias = values(name + ".bias");
    for (double[] row : out) {
      Arrays.setAll(row, c -> row[c] + bias[c]);
    }
    return out;
  }

  /** Every row of t against every row of w. */
  private static double[][] times(double[][] t, double[][] w) {
    double[][] out = new double[t.length][w.length];
    for (int i = 0; i < t.length; i++) {
      for (int o = 0; o < w.length; o++) {
        for (int c = 0; c < w[o].length; c++) {
          out[i][o] += w[o][c] * t[i][c];
        }
      }
    }
    return out;
  }

  // Maps to tokens and back: row by row over the squares; inside one channel, row, column.

  private double[][] tokens(double[][][] f, int top, int left) {
    double[][] tokens = new double[a.tokens()][a.tokenSize()];
    for (int i = 0; i < tokens.length; i++) {
      for (int c = 0; c < tokens[i].length; c++) {
        tokens[i][c] = f[channel(c)][top + row(i, c)][left + column(i, c)];
      }
    }
    return tokens;
  }

  private void write(double[][][] f, int top, int left, double[][] tokens) {
    for (int i = 0; i < tokens.length; i++) {
      for (int c = 0; c < tokens[i].length; c++) {
        f[channel(c)][top + row(i, c)][left + column(i, c)] = tokens[i][c];
      }
    }
  }

  private int channel(int c) {
    return c / (a.token() * a.token());
  }

  private int row(int token, int c) {
    return token / (a.window() / a.token()) * a.token() + c / a.token() % a.token();
  }

  private int column(int token, int c) {
    return token % (a.window() / a.token()) * a.token() + c % a.token();
  }

  // Convolutions and pixel shuffles.

  private double[][][] block(double[][][] x, String name) {
    double[][][] y = conv(x, name + ".body.0");
    each(y, (c, row, column) -> Math.max(0, y[c][row][column]));
    return sum(x, conv(y, name + ".body.2"));
  }

  /** Zeros around the map keep its size. */
  private double[][][] conv(double[][][] x, String name) {
    Weights.Tensor weight = model.weights().tensors().get(name + ".weight");
    float[] bias = values(name + ".bias");
    int kernel = weight.shape().get(2);
    double[][][] out = new double[weight.shape().get(0)][x[0].length][x[0][0].length];
    each(
        out,
        (o, y, column) -> {
          double sum = bias[o];
          int at = o * x.length * kernel * kernel;
          for (double[][] channel : x) {
            for (int dy = -kernel / 2; dy <= kernel / 2; dy++) {
              for (int dx = -kernel / 2; dx <= kernel / 2; dx++) {
                sum += weight.values()[at++] * orZero(channel, y + dy, column + dx);
              }
            }
          }
          return sum;
        });
    return out;
  }

  private static double orZero(double[][] channel, int y, int x) {
    return y < 0 || x < 0 || y >= channel.length || x >= channel[0].length ? 0 : channel[y][x];
  }

  /** r² channels become one of r times the sides. */
  private static double[][][] shuffled(double[][][] f, int r) {
    double[][][] out = new double[f.length / (r * r)][f[0].length * r][f[0][0].length * r];
    each(out, (c, y, x) -> f[(c * r + y % r) * r + x % r][y / r][x / r]);
    return out;
  }

  private static double[][][] unshuffled(double[][][] f, int r) {
    double[][][] out = new double[f.length * r * r][f[0].length / r][f[0][0].length / r];
    each(out, (c, y, x) -> f[c / (r * r)][y * r + c / r % r][x * r + c % r]);
    return out;
  }

  /** Bicubic as PyTorch enlarges: Keys' kernel with a = -0.75, edge pixels repeated. */
  private static double enlarged(Image tile, int scale, int c, int y, int x) {
    double sum = 0;
    double atY = (y + 0.5) / scale - 0.5;
    double atX = (x + 0.5) / scale - 0.5;
    for (int i = (int) Math.floor(atY) - 1; i <= Math.floor(atY) + 2; i++) {
      for (int j = (int) Math.floor(atX) - 1; j <= Math.floor(atX) + 2; j++) {
        int fromY = Math.min(tile.height() - 1, Math.max(0, i));
        int fromX = Math.min(tile.width() - 1, Math.max(0, j));
        sum += cubic(atY - i) * cubic(atX - j) * tile.at(c, fromY, fromX);
      }
    }
    return sum;
  }

  private static double cubic(double distance) {
    double x = Math.abs(distance);
    return x <= 1 ? (1.25 * x - 2.25) * x * x + 1 : ((-0.75 * x + 3.75) * x - 6) * x + 3;
  }

  // Small things.

  /** Each channel's rows one after another. */
  private static double[][] channels(double[][][] f) {
    return Arrays.stream(f)
        .map(channel -> Arrays.stream(channel).flatMapToDouble(Arrays::stream).toArray())
        .toArray(double[][]::new);
  }

  private interface Value {
    double at(int channel, int y, int x);
  }

  private static void each(double[][][] f, Value value) {
    for (int c = 0; c < f.length; c++) {
      for (int y = 0; y < f[c].length; y++) {
        for (int x = 0; x < f[c][y].length; x++) {
          f[c][y][x] = value.at(c, y, x);
        }
      }
    }
  }

  private static double[][][] sum(double[][][] p, double[][][] q) {
    double[][][] out = new double[p.length][p[0].length][p[0][0].length];
    each(out, (c, y, x) -> p[c][y][x] + q[c][y][x]);
    return out;
  }

  private static double[][] sum(double[][] p, double[][] q) {
    double[][] out = new double[p.length][p[0].length];
    for (int i = 0; i < p.length; i++) {
      for (int c = 0; c < p[i].length; c++) {
        out[i][c] = p[i][c] + q[i][c];
      }
    }
    return out;
  }

  private float[] values(String name) {
    return model.weights().tensors().get(name).values();
  }

  private double[][] rows(String name) {
    Weights.Tensor tensor = model.weights().tensors().get(name);
    int width = tensor.shape().get(1);
    double[][] rows = new double[tensor.shape().get(0)][width];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < width; c++) {
        rows[i][c] = tensor.values()[i * width + c];
      }
    }
    return rows;
  }
}

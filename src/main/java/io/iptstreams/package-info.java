/**
 * ipt-streams: restores pictures and video frames on Kafka topics with the Image Processing
 * Transformer.
 *
 * <p>The rooms, a floor a line; a room knows rooms on its own floor or below:
 *
 * <pre>
 *   entrance    cli  demo  bench  doctor  broker  web
 *   transport   stream  media  store
 *   workshop    train  evaluate
 *   engine      restore  model
 *   values      image  frame  task  tiling  batch  degrade  settings
 * </pre>
 *
 * <p>The way of one frame: grab (video only), tag, decode, tile, batch, model, stitch, encode,
 * publish.
 */
package io.iptstreams;

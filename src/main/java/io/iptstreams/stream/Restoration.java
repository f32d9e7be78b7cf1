package io.iptstreams.stream;

import java.util.List;

/**
 * What was done to a picture.
 *
 * @param tasks names of what was undone, in order
 * @param model name of the model that did it
 * @param degraded the picture as it came
 * @param picture the restored one
 */
record Restoration(List<String> tasks, String model, byte[] degraded, RestoredPicture picture) {}

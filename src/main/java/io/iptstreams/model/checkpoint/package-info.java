/**
 * Reads the checkpoints that {@code torch.save} writes, and makes model folders of the official IPT
 * ones. Plain JDK; knows {@code model} and {@code task}.
 *
 * <pre>
 *   file   := zip | legacy
 *   zip    := stored entries NAME/data.pkl (one pickle), NAME/data/KEY (raw storages)
 *   legacy := pickle 0x1950a86a20f9469cfc6c, pickle 1001, pickle of system facts,
 *             pickle of the dictionary, pickle of the storage keys,
 *             then per key: int64 number of elements, raw storage
 * </pre>
 *
 * A pickle is a program, and this room runs only the few of its instructions that put tensors into
 * dictionaries. Nothing in a file can make it construct anything else, and what it allocates is
 * bounded by the file's size.
 */
package io.iptstreams.model.checkpoint;

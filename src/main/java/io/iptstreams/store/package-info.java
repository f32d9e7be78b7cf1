/**
 * Where large pictures lie when they do not travel inline: a folder or an S3 bucket. Knows the AWS
 * SDK and, for notifications, Jackson.
 *
 * <pre>
 *   StoreLocation  --open-->  Store          put: key, bytes --> reference
 *   FolderLocation            FolderStore    get: reference  --> bytes
 *   BucketLocation            S3Store
 * </pre>
 *
 * <p>A picture in a store is named by a reference, which is also what {@code ce_dataref} of a
 * record holds; version 1:
 *
 * <pre>
 *   reference = "file://" folder key          ; absolute, e.g. file:///data/pictures/yard/0001.png
 *             / "s3://" bucket "/" prefix key ; e.g. s3://pictures/in/yard/0001.png
 *   key       = part *( "/" part )            ; percent-encoded UTF-8, at most 1024 bytes decoded
 *   part      = 1* of any letter but "/", "\" and control characters; not "." and not ".."
 * </pre>
 *
 * <p>References come from whoever can write to a topic, so each is checked to lie inside a store
 * that the operator named before anything is opened, and nothing is read beyond a given number of
 * bytes. What can go wrong is one of five kinds ({@link io.iptstreams.store.StoreException}), by
 * which the caller tells a bad record from a broken world.
 *
 * <p>Buckets also say by themselves that a picture arrived: {@link
 * io.iptstreams.store.ObjectNotification} reads what MinIO and S3 send, {@link
 * io.iptstreams.store.KeyTemplate} says where the restored picture goes and recognises it when the
 * bucket announces that one, too.
 */
package io.iptstreams.store;

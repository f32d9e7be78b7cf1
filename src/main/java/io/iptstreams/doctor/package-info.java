/**
 * Looks whether everything is there that the program needs, before it is needed, and says of what
 * is not how to put it right. Knows every room but the front door.
 *
 * <pre>
 *   SetUp --> Doctor --> Check, Check, Check ... --> Finding, Finding ...
 *   (what is    (in order,    (one for each            (ok, warn, fail or skip,
 *    asked of)   each in       thing to look at)        and what to do)
 *                its time)
 * </pre>
 *
 * <p>Each check tries the thing itself rather than its signs: it writes to a folder, restores a
 * tile, asks a broker. It leaves nothing behind.
 */
package io.iptstreams.doctor;

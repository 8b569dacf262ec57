/**
 * What an examination says: a finding with its area, severity and fix.
 *
 * <p>Not its job: how it is found out.
 */
@NullMarked
package io.cdcvault.doctor.finding;

import org.jspecify.annotations.NullMarked;

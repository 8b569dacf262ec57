/**
 * What people and programs see of a running service, over HTTP: the page, health, metrics, REST.
 *
 * <p>Not its job: judging the state, or doing what is asked; it shows the one and hands on the other.
 */
@NullMarked
package io.cdcvault.admin;

import org.jspecify.annotations.NullMarked;

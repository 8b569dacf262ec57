/**
 * Draws models: the vault, and which columns of the source feed it, as SVG and for Mermaid.
 *
 * <p>Not its job: tables for a terminal, and what a page does when a part of a drawing is chosen.
 */
@NullMarked
package io.cdcvault.diagram;

import org.jspecify.annotations.NullMarked;

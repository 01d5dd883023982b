/**
 * To which addresses the server connects when others say where: those of the public internet, and
 * what its configuration allows beside them. Depends on {@code model}, and on Vert.x.
 */
@NullMarked
package dev.understudy.address;

import org.jspecify.annotations.NullMarked;

/**
 * Puts the server together and owns its life: the command line, the verticles, the order in which
 * they start and stop. Depends on everything; nothing depends on it.
 */
@NullMarked
package dev.understudy.app;

import org.jspecify.annotations.NullMarked;

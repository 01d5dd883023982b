/** JSON forms of the domain. Stateless; safe on any thread. Depends on model and Jackson. */
@NullMarked
package dev.understudy.json;

import org.jspecify.annotations.NullMarked;

/** Tests of JSON true to schemas, judged by another validator than the one in use. */
@NullMarked
package dev.understudy.schema;

import org.jspecify.annotations.NullMarked;

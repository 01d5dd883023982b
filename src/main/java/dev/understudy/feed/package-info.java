/**
 * What happened, as it is told to those who follow: its JSON, filters, and pages of it, of which
 * the latest are held in memory and the others read from the log. {@link
 * dev.understudy.feed.RecentEvents} is shared by all event loops and safe on any thread; a {@link
 * dev.understudy.feed.Feed} belongs to one. Depends on {@code bus}, {@code store}, {@code
 * registry}, {@code json} and {@code model}, on Vert.x and Caffeine.
 */
@NullMarked
package dev.understudy.feed;

import org.jspecify.annotations.NullMarked;

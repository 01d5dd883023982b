package dev.understudy.registry;

/** What models are indexed by. */
enum Dimension {
  /** A capability known true ({@code vision}) or known false ({@code -vision}). */
  CAPABILITY,
  /** A tag. */
  TAG,
  /** The owner. */
  OWNED_BY,
  /** The provider. */
  PROVIDER,
  /** The product line. */
  FAMILY,
  /** The status. */
  STATUS,
  /** The kind of origin. */
  ORIGIN,
  /** A modality that goes in. */
  INPUT,
  /** A modality that comes out. */
  OUTPUT,
  /** Whether weights are open. */
  OPEN_WEIGHTS
}

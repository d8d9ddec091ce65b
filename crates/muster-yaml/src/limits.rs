//! How much YAML is too much. Rule packs and scenarios are written by hand; these limits are far above any of them.

/// Longest text, in bytes.
pub const MAX_BYTES: usize = 8 << 20;

/// Deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;

/// Most nodes, counting those that an alias repeats.
pub const MAX_NODES: usize = 250_000;

/// Most bytes of scalar text, counting what an alias repeats.
pub const MAX_TEXT: usize = 4 * MAX_BYTES;

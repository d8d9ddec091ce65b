//! How much is too much. All of it is far above what a scenario is written for.

/// Most workstations, scaled or not.
pub const MAX_WORKSTATIONS: u32 = 100_000;
/// Most servers, scaled or not.
pub const MAX_SERVERS: u32 = 10_000;
/// Most times that a step is repeated on one host.
pub const MAX_REPEAT: u32 = 100_000;
/// Most steps in a file, with those of its behaviors.
pub const MAX_STEPS: usize = 10_000;
/// Deepest nesting of steps and behaviors.
pub const MAX_DEPTH: usize = 16;
/// Longest span, in days.
pub const MAX_SPAN_DAYS: i64 = 400;
/// Most processes that the story of one scenario starts.
pub const MAX_STORY: u64 = 2_000_000;
/// Most processes that the noise of one scenario is expected to start where all rows are held in memory; a row takes
/// about 2 KiB.
pub const MAX_NOISE: f64 = 5_000_000.0;
/// Most of them where rows are given slice by slice.
pub const MAX_STREAMED_NOISE: f64 = 5_000_000_000.0;

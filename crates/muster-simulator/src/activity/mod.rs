//! What happens: the story that the scenario tells, and the noise around it.

pub(crate) mod noise;
pub(crate) mod play;
pub(crate) mod unfold;

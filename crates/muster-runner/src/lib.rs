//! Rules meet scenarios: what is detected, what is suppressed and by whom, and whether that is right.
//!
//! A *case* is a rule on a scenario; every rule of a pack runs on every scenario of the pack ([`Suite`]). The rule runs
//! twice: *raised* without its suppressions, *detected* with them. `now()` is the scenario's clock both times, in the
//! rule and in the predicates.
//!
//! 1. **Pairing.** Which detected row is which raised row is told by the events that made them, not by values that
//!    suppressions change ([`pairing`]).
//! 2. **Outcome.** A raised row is *detected*, *narrowed* (fewer events) or *suppressed*; each lost event names every
//!    suppression whose predicate it satisfies, and those that are enough alone ([`outcome`]).
//! 3. **Golden.** What happened before, recorded and reviewed; no file means silence, and silence is tested. A run
//!    leaves pending files and never writes a golden one ([`golden`]).
//! 4. **Intent.** What a person says must happen, judged apart from golden files, so that accepting one can never hide a
//!    missed attack ([`intent`]).
//! 5. **Ground truth.** Precision, recall and delay, from who made each event ([`score`], [`truth`]). Rules never see it.
//! 6. **Vacuity.** What only the suite as a whole can show: a rule that cannot fire, a dead suppression, an orphan.
//!
//! [`run_suite`] tells all that as events of the report crate and folds them into a record. Scenarios and cases run in
//! parallel; events come in the order of the cases with any number of threads. A scenario is simulated once, a rule and
//! a predicate bound once, and the events that satisfy a predicate are looked for once a scenario. Where no event does,
//! the second run is the first.
//!
//! [`verify()`] pairs alerts that came back from a tenant with what a scenario's rules raise here.
//!
//! This crate prints nothing, asks no clock (the caller says what day it is) and writes only below the folder of golden
//! files.

#![expect(
    clippy::result_large_err,
    reason = "a fault ends what was asked for; a box around it would only be in the way"
)]

pub mod address;
mod case;
mod check;
pub mod codes;
mod complete;
mod external;
pub mod filter;
pub mod golden;
pub mod intent;
mod left_out;
mod load;
pub mod order;
pub mod outcome;
pub mod pairing;
mod prepare;
mod provide;
mod run;
pub mod score;
mod stage;
mod suite;
mod trace;
pub mod truth;
mod vacuity;
mod verify;

pub use address::Address;
pub use check::{Checked, check_suite};
pub use codes::CODES;
pub use external::{provide_externals, stand_in};
pub use filter::Filter;
pub use load::load_suite;
pub use provide::{base_catalog, suite_pack};
pub use run::{cases, run_suite, selected};
pub use suite::{Extent, Options, Stop, Suite, SuitePack, SuiteScenario, Writes};
pub use verify::{Verify, verify};

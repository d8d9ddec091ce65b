//! The codes of this crate, as data.

use muster_source::{Code, CodeEntry};

pub(crate) const NOT_A_TEST: Code = Code("MU0701");

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[CodeEntry::new(
    NOT_A_TEST,
    "a file that holds no atomic test",
    "Atomic Red Team keeps the tests of a technique in `atomics/T1234/T1234.yaml`, under `attack_technique` and `atomic_tests`.",
)];

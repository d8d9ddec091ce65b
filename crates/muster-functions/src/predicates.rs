//! The operators that look for one text in another.

use muster_values::{Answer, Args};

use crate::needle::{Case, Needle, Place};

/// Whether the text of the first argument has that of the second at `place`; `negated` for the `!` form.
///
/// A needle that is the same in all rows is prepared once.
pub(crate) fn place(args: &Args<'_>, place: Place, case: Case, negated: bool) -> Answer {
    let texts = args.text(0);
    if let Some(needle) = args.constant_text(1) {
        let needle = Needle::new(needle, case);
        return args.rows(|row| Some(needle.is_at(place, texts.get(row)) != negated));
    }
    let needles = args.text(1);
    args.rows(|row| Some(Needle::new(needles.get(row), case).is_at(place, texts.get(row)) != negated))
}

//! Rows that are places in a dictionary of texts, as files have columns of few different texts.

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int32Array, StringArray};

/// A view of `string` values that come as a dictionary. A missing text is `""`, as everywhere.
#[derive(Debug, Clone, Copy)]
pub struct Dictionary<'a> {
    keys: &'a Int32Array,
    texts: &'a ArrayRef,
    strings: &'a StringArray,
}

impl<'a> Dictionary<'a> {
    /// The view, if the array is a dictionary.
    #[must_use]
    pub fn of(array: &'a ArrayRef) -> Option<Self> {
        let dictionary = array.as_dictionary_opt::<Int32Type>()?;
        let texts = dictionary.values();
        Some(Self { keys: dictionary.keys(), texts, strings: texts.as_string_opt()? })
    }

    /// The different texts. Batches of one part of a file share them, so that what is known of a place can be kept for
    /// as long as the pointer is the same.
    #[must_use]
    pub fn texts(&self) -> &'a ArrayRef {
        self.texts
    }

    /// The place of a row's text; the number of texts for a missing one.
    #[must_use]
    pub fn place(&self, row: usize) -> usize {
        let missing = self.texts.len();
        if row >= self.keys.len() || self.keys.is_null(row) {
            return missing;
        }
        usize::try_from(self.keys.value(row)).map_or(missing, |place| place.min(missing))
    }

    /// The text at a place.
    #[must_use]
    pub fn text(&self, place: usize) -> &'a str {
        if place < self.strings.len() && self.strings.is_valid(place) { self.strings.value(place) } else { "" }
    }
}

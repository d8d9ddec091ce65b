//! The texts that stay, as one Arrow array that columns point into.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::types::UInt32Type;
use arrow_array::{ArrayRef, DictionaryArray, StringViewArray, UInt32Array};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType};

use crate::backdrop::Backdrop;
use crate::strings::Sym;
use crate::world::Course;

/// How texts stand in the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    /// Each for itself, as queries want them.
    Plain,
    /// As numbers into the dictionary, as files want them; but those that hardly come again for themselves.
    Coded,
}

/// All texts of a simulation but those that pass, and where each device's begin.
pub(crate) struct Dictionary {
    texts: Arc<StringViewArray>,
    shared: u32,
    first: Vec<u32>,
}

impl Dictionary {
    pub(crate) fn new(back: &Backdrop<'_>, courses: &[Course<'_>]) -> Self {
        let mut builder = StringViewBuilder::new().with_fixed_block_size(1 << 20);
        builder.append_null();
        for text in back.texts.texts().iter().skip(1) {
            builder.append_value(text);
        }
        let shared = back.texts.texts().len() as u32;
        let mut first = Vec::with_capacity(courses.len());
        let mut next = shared;
        for course in courses {
            let texts = course.world.texts.texts();
            first.push(next);
            next += texts.len() as u32;
            for text in texts.iter() {
                builder.append_value(text);
            }
        }
        Self { texts: Arc::new(builder.finish()), shared, first }
    }

    /// The place of a text that does not pass.
    pub(crate) fn index(&self, course: usize, sym: Sym) -> u32 {
        if sym.0 < self.shared { sym.0 } else { sym.0 - self.shared + self.first[course] }
    }

    /// The text at a place; nothing at that of null.
    pub(crate) fn text(&self, index: u32) -> Option<&str> {
        (index != Sym::NULL.0).then(|| self.texts.value(index as usize))
    }

    /// Length of the text at a place, in bytes.
    pub(crate) fn size(&self, index: u32) -> usize {
        (self.texts.views()[index as usize] as u32) as usize
    }

    /// A column of the texts at these places.
    pub(crate) fn column(&self, indexes: Vec<u32>, texts: Texts) -> Result<ArrayRef, ArrowError> {
        if texts == Texts::Plain {
            return arrow_select::take::take(self.texts.as_ref(), &UInt32Array::from(indexes), None);
        }
        let there =
            indexes.contains(&Sym::NULL.0).then(|| indexes.iter().map(|i| *i != Sym::NULL.0).collect::<NullBuffer>());
        let keys = UInt32Array::new(indexes.into(), there);
        Ok(Arc::new(DictionaryArray::<UInt32Type>::try_new(keys, Arc::clone(&self.texts) as ArrayRef)?))
    }
}

/// The Arrow type of a text column whose texts stay.
pub(crate) fn coded() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8View))
}

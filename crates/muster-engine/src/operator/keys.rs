//! The groups of rows: which row has which keys.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, UInt32Array};
use arrow_schema::{DataType, SchemaRef};
use datafusion_common::{DataFusionError, Result};
use datafusion_expr::EmitTo;
use datafusion_physical_plan::aggregates::group_values::{GroupValues, new_group_values};
use datafusion_physical_plan::aggregates::order::GroupOrdering;
use hashbrown::HashMap;
use muster_values::{Column, Dictionary};

use crate::adapt::call::rows_of_dictionary;

/// Numbers the different keys in the order of their first appearance.
pub(crate) enum Groups {
    /// No keys: one group.
    One,
    /// Nothing is known of the keys yet.
    Unseen(SchemaRef),
    /// By the values of all keys at once.
    Values(Box<dyn GroupValues>),
    /// By the numbers of the values of each key, where some key comes as a dictionary: each of its texts is looked up
    /// once.
    Numbers(Numbers),
}

impl Groups {
    /// No groups yet; `schema` has a field for each key.
    pub(crate) fn new(schema: &SchemaRef) -> Self {
        if schema.fields().is_empty() { Self::One } else { Self::Unseen(Arc::clone(schema)) }
    }

    /// How many groups there are; without keys there is one, even of no rows.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::One => 1,
            Self::Unseen(_) => 0,
            Self::Values(values) => values.len(),
            Self::Numbers(numbers) => numbers.first.len(),
        }
    }

    /// The group of each of so many rows with these keys.
    pub(crate) fn of(&mut self, keys: &[ArrayRef], rows: usize, indexes: &mut Vec<usize>) -> Result<()> {
        if let Self::Unseen(schema) = self {
            *self = if keys.iter().any(|key| Dictionary::of(key).is_some()) {
                Self::Numbers(Numbers::new(schema)?)
            } else {
                Self::Values(new_group_values(Arc::clone(schema), &GroupOrdering::None)?)
            };
        }
        indexes.clear();
        match self {
            Self::One | Self::Unseen(_) => {
                indexes.resize(rows, 0);
                Ok(())
            }
            Self::Values(values) => {
                let keys = keys
                    .iter()
                    .map(|key| rows_of_dictionary(Column::rows(Arc::clone(key))).map(|c| Arc::clone(c.array())))
                    .collect::<Result<Vec<_>>>()?;
                values.intern(&keys, indexes)
            }
            Self::Numbers(numbers) => numbers.intern(keys, rows, indexes),
        }
    }

    /// The keys of all groups.
    pub(crate) fn finish(self) -> Result<Vec<ArrayRef>> {
        match self {
            Self::One => Ok(Vec::new()),
            Self::Unseen(schema) => {
                Ok(schema.fields().iter().map(|f| arrow_array::new_empty_array(f.data_type())).collect())
            }
            Self::Values(mut values) => values.emit(EmitTo::All),
            Self::Numbers(numbers) => numbers.finish(),
        }
    }
}

/// Groups by numbers: the first key's number, with the second key's a pair that has a number again, and so on.
pub(crate) struct Numbers {
    keys: Vec<Key>,
    /// For each key after the first: pairs of the number so far and the key's own.
    pairs: Vec<HashMap<u64, u32>>,
    /// For each group the numbers of its keys' values, one key after the other. Pairs are numbered in the order of rows,
    /// so that the number of the last pair is the number of the group.
    first: Vec<Box<[u32]>>,
    /// For each key the numbers of the rows of a batch; kept for their memory.
    rows: Vec<Vec<u32>>,
}

impl Numbers {
    fn new(schema: &SchemaRef) -> Result<Self> {
        let keys = schema.fields().iter().map(|field| Key::new(field.data_type())).collect::<Result<Vec<_>>>()?;
        let pairs = (1..keys.len()).map(|_| HashMap::new()).collect();
        let rows = keys.iter().map(|_| Vec::new()).collect();
        Ok(Self { keys, pairs, first: Vec::new(), rows })
    }

    fn intern(&mut self, keys: &[ArrayRef], rows: usize, indexes: &mut Vec<usize>) -> Result<()> {
        for ((key, array), numbers) in self.keys.iter_mut().zip(keys).zip(&mut self.rows) {
            numbers.clear();
            key.number(array, numbers)?;
        }
        for row in 0..rows {
            let number = |key: usize| self.rows.get(key).and_then(|n| n.get(row)).copied().unwrap_or_default();
            let mut group = number(0);
            for (index, pairs) in self.pairs.iter_mut().enumerate() {
                let next = u32::try_from(pairs.len()).map_err(|_| too_many())?;
                let pair = u64::from(group) << 32 | u64::from(number(index + 1));
                group = *pairs.entry(pair).or_insert(next);
            }
            if group as usize == self.first.len() {
                self.first.push((0..self.keys.len()).map(number).collect());
            }
            indexes.push(group as usize);
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<ArrayRef>> {
        let mut arrays = Vec::with_capacity(self.keys.len());
        for (index, key) in self.keys.into_iter().enumerate() {
            let numbers: UInt32Array =
                self.first.iter().map(|numbers| numbers.get(index).copied().unwrap_or_default()).collect();
            arrays.push(arrow_select::take::take(&key.values()?, &numbers, None)?);
        }
        Ok(arrays)
    }
}

/// The different texts of one key: of a `string`, or a `guid`, which may be null.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u32>,
    /// The number of the null.
    null: Option<u32>,
    /// The values by their numbers.
    values: StringViewBuilder,
    /// The dictionary seen last, and the numbers of its texts.
    dictionary: Option<(ArrayRef, Vec<u32>)>,
}

/// The different values of one key.
enum Key {
    Texts(Box<Texts>),
    Values { values: Box<dyn GroupValues>, indexes: Vec<usize> },
}

impl Key {
    fn new(ty: &DataType) -> Result<Self> {
        if *ty == DataType::Utf8View {
            return Ok(Self::Texts(Box::default()));
        }
        let field = arrow_schema::Field::new("key", ty.clone(), true);
        let schema = Arc::new(arrow_schema::Schema::new(vec![field]));
        Ok(Self::Values { values: new_group_values(schema, &GroupOrdering::None)?, indexes: Vec::new() })
    }

    /// Appends the number of each row's value.
    fn number(&mut self, array: &ArrayRef, rows: &mut Vec<u32>) -> Result<()> {
        match self {
            Self::Texts(texts) => {
                let Texts { numbers, null, values, dictionary } = texts.as_mut();
                let mut number = |text: Option<&str>| {
                    let next = numbers.len() + usize::from(null.is_some());
                    let next = u32::try_from(next).ok().filter(|next| *next != UNKNOWN).ok_or_else(too_many)?;
                    let number = match text {
                        Some(text) => *numbers.entry_ref(text).or_insert(next),
                        None => *null.get_or_insert(next),
                    };
                    if number == next {
                        values.append_option(text);
                    }
                    Ok(number)
                };
                if let Some(view) = Dictionary::of(array) {
                    // Only a `string` comes as a dictionary, and its missing text is "".
                    number_places(view, array.len(), dictionary, |text| number(Some(text)), rows)?;
                } else if let Some(texts) = array.as_string_view_opt() {
                    for text in texts {
                        rows.push(number(text)?);
                    }
                }
            }
            Self::Values { values, indexes } => {
                values.intern(std::slice::from_ref(array), indexes)?;
                for index in indexes {
                    rows.push(u32::try_from(*index).map_err(|_| too_many())?);
                }
            }
        }
        Ok(())
    }

    /// The values by their numbers.
    fn values(self) -> Result<ArrayRef> {
        Ok(match self {
            Self::Texts(mut texts) => Arc::new(texts.values.finish()),
            Self::Values { mut values, .. } => values.emit(EmitTo::All)?.swap_remove(0),
        })
    }
}

fn too_many() -> DataFusionError {
    DataFusionError::ResourcesExhausted("a `summarize` has more than 4 billion different keys".to_owned())
}

/// No value has this number.
const UNKNOWN: u32 = u32::MAX;

/// Appends the number of each row's place in a dictionary; a number is asked for when the first row has the place, so
/// that numbers come in the order of rows.
fn number_places(
    view: Dictionary<'_>,
    rows: usize,
    seen: &mut Option<(ArrayRef, Vec<u32>)>,
    mut number: impl FnMut(&str) -> Result<u32>,
    numbers: &mut Vec<u32>,
) -> Result<()> {
    if seen.as_ref().is_none_or(|(texts, _)| !Arc::ptr_eq(texts, view.texts())) {
        *seen = Some((Arc::clone(view.texts()), vec![UNKNOWN; view.texts().len() + 1]));
    }
    let Some((_, known)) = seen else { return Ok(()) };
    for row in 0..rows {
        let place = view.place(row);
        let Some(slot) = known.get_mut(place) else { continue };
        if *slot == UNKNOWN {
            *slot = number(view.text(place))?;
        }
        numbers.push(*slot);
    }
    Ok(())
}

//! Choosing one row of each group: `arg_max`, `arg_min`, `take_any`.

use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Column, Failure};

use crate::GroupedFold;
use crate::extreme::Best;

pub use crate::extreme::Direction;

/// Which row of a group is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pick {
    /// The first row with the least or the greatest key.
    Extreme(Direction),
    /// The first row whose key is present: neither null nor an empty string. Kusto promises no more of `take_any` than
    /// some row, if possible one with a value.
    Present,
}

/// Chooses a row of each group by a key.
///
/// Batches are counted from 0 as they are pushed; a caller keeps its columns by batch and gathers those of the winners.
/// Of equal keys the first row wins; a row with a null key only if the group has no other.
///
/// ```
/// use muster_catalog::{Type, Value};
/// use muster_functions::pick::{Direction, Pick, Picker};
/// use muster_values::Column;
///
/// let key = Column::from_values(Type::Long, [Value::Long(3), Value::Long(9), Value::Long(9)]);
/// let mut picker = Picker::new(Pick::Extreme(Direction::Greatest));
/// picker.push(&key, Type::Long, &[0, 0, 0], 1);
/// assert_eq!(picker.winners(), [Some((0, 1))]);
/// ```
#[derive(Debug)]
pub struct Picker {
    pick: Pick,
    batches: usize,
    best: Best,
    present: Vec<bool>,
    winners: Vec<Option<(usize, usize)>>,
    changed: Vec<usize>,
}

/// Makes a row of a batch the winner of its group.
fn choose(winners: &mut [Option<(usize, usize)>], changed: &mut Vec<usize>, batch: usize, group: usize, row: usize) {
    if let Some(winner) = winners.get_mut(group) {
        if winner.is_none_or(|(before, _)| before != batch) {
            changed.push(group);
        }
        *winner = Some((batch, row));
    }
}

impl Picker {
    /// A picker that has seen no row.
    #[must_use]
    pub fn new(pick: Pick) -> Self {
        Self { pick, batches: 0, best: Best::default(), present: Vec::new(), winners: Vec::new(), changed: Vec::new() }
    }

    /// Takes a batch: the keys of its rows, of type `ty`, and the groups of its rows; `total` groups exist so far.
    pub fn push(&mut self, key: &Column, ty: Type, groups: &[usize], total: usize) {
        let batch = self.batches;
        self.batches += 1;
        if self.winners.len() < total {
            self.winners.resize(total, None);
            self.present.resize(total, false);
        }
        self.changed.clear();
        let (winners, changed) = (&mut self.winners, &mut self.changed);
        for (row, group) in groups.iter().enumerate() {
            if winners.get(*group).is_some_and(Option::is_none) {
                choose(winners, changed, batch, *group, row);
            }
        }
        let mut won = |group: usize, row: usize| choose(winners, changed, batch, group, row);
        match self.pick {
            Pick::Extreme(direction) => {
                let columns = std::slice::from_ref(key);
                let args = Args::new(columns, std::slice::from_ref(&ty), groups.len(), ty);
                self.best.offer(&args, groups, total, direction, won);
            }
            Pick::Present => {
                for (row, group) in groups.iter().enumerate() {
                    if let Some(present @ false) = self.present.get_mut(*group)
                        && is_present(key, ty, row)
                    {
                        *present = true;
                        won(*group, row);
                    }
                }
            }
        }
    }

    /// For each group the batch and the row chosen; `None` for a group without rows.
    #[must_use]
    pub fn winners(&self) -> &[Option<(usize, usize)>] {
        &self.winners
    }

    /// The groups whose winner is in the batch pushed last, each once.
    #[must_use]
    pub fn changed(&self) -> &[usize] {
        &self.changed
    }

    /// Bytes held, roughly.
    #[must_use]
    pub fn size(&self) -> usize {
        self.best.size() + self.winners.len() * 25
    }
}

fn is_present(key: &Column, ty: Type, row: usize) -> bool {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;

    let index = key.index(row);
    index < key.array().len()
        && key.array().is_valid(index)
        && (ty != Type::String || key.array().as_string_view_opt().is_some_and(|a| !a.value(index).is_empty()))
}

/// The value of the row chosen by its own presence: `take_any` of one expression.
#[derive(Debug)]
pub(crate) struct AnyValue {
    picker: Picker,
    values: Vec<Option<Value>>,
}

impl Default for AnyValue {
    fn default() -> Self {
        Self { picker: Picker::new(Pick::Present), values: Vec::new() }
    }
}

impl GroupedFold for AnyValue {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        let Some(column) = args.column(0) else { return Ok(()) };
        self.picker.push(column, args.ty(0), groups, total);
        self.values.resize(total.max(self.values.len()), None);
        for group in self.picker.changed() {
            let winner = self.picker.winners().get(*group).copied().flatten();
            if let (Some(value), Some((_, row))) = (self.values.get_mut(*group), winner) {
                *value = Some(column.value(args.ty(0), row));
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        let mut values = std::mem::take(&mut self.values);
        values.resize(total, None);
        Ok(Column::from_values(returns, values.into_iter().map(|v| v.unwrap_or(Value::null(returns)))))
    }

    fn size(&self) -> usize {
        self.picker.size() + self.values.len() * std::mem::size_of::<Value>()
    }
}

//! The entries: a function as data.

use muster_catalog::{Type, Value};
use muster_values::{Answer, Args, Column};

pub use muster_catalog::Naming;

/// Where the manual lists a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Operators of expressions: `+`, `has`, `==`.
    Operator,
    /// Strings.
    Text,
    /// Conversions and type tests.
    Conversion,
    /// Dates and lengths of time.
    Time,
    /// Numbers.
    Math,
    /// Bits.
    Binary,
    /// Arrays, bags and JSON.
    Dynamic,
    /// Choice and nulls.
    Condition,
    /// IP addresses, URLs, paths, command lines, user agents.
    Parsing,
    /// Hashes and encodings.
    Encoding,
    /// Aggregates.
    Aggregation,
    /// Series.
    Series,
    /// Functions over rows in their order.
    Window,
    /// Points and shapes on Earth.
    Geospatial,
}

/// An example that runs as a test and is printed in the manual.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// For a scalar: an expression. For an aggregate or a window function: an expression over the columns of `input`.
    pub call: &'static str,
    /// For an aggregate or a window function: the `datatable` literal that it runs on, such as
    /// `datatable(x: long)[1, 2]`.
    pub input: &'static str,
    /// The result as `tostring` prints it; `null` for null. For a window function: the array of the results.
    pub result: &'static str,
}

/// A scalar example.
#[must_use]
pub const fn eg(call: &'static str, result: &'static str) -> Example {
    Example { call, input: "", result }
}

/// A scalar function or an operator.
#[derive(Debug)]
pub struct Scalar {
    /// Name.
    pub name: &'static str,
    /// Other names of the same function (`todouble`).
    pub aliases: &'static [&'static str],
    /// Where the manual lists it.
    pub category: Category,
    /// Overloads, in the notation of `muster_catalog::Signature`; the first that fits is taken.
    pub signatures: &'static [&'static str],
    /// One sentence.
    pub summary: &'static str,
    /// Facts and traps, and where we differ from Kusto on purpose.
    pub notes: &'static [&'static str],
    /// Name of Microsoft's page, without its address: `substring-function`.
    pub upstream: &'static str,
    /// Examples; at least one trap.
    pub examples: &'static [Example],
    /// How a result column without a name is called.
    pub naming: Naming,
    /// What it computes.
    pub body: fn(&Args<'_>) -> Answer,
}

/// An aggregate.
#[derive(Debug)]
pub struct Aggregate {
    /// Name.
    pub name: &'static str,
    /// Other names of the same aggregate (`any`, `makeset`).
    pub aliases: &'static [&'static str],
    /// Overloads.
    pub signatures: &'static [&'static str],
    /// One sentence.
    pub summary: &'static str,
    /// Facts and traps.
    pub notes: &'static [&'static str],
    /// Name of Microsoft's page.
    pub upstream: &'static str,
    /// Examples.
    pub examples: &'static [Example],
    /// How a result column without a name is called.
    pub naming: Naming,
    /// A fresh fold.
    pub fold: fn() -> Box<dyn GroupedFold>,
}

/// A window function: it answers for a row with what it knows of the rows around it.
#[derive(Debug)]
pub struct Window {
    /// Name.
    pub name: &'static str,
    /// Overloads.
    pub signatures: &'static [&'static str],
    /// One sentence.
    pub summary: &'static str,
    /// Facts and traps, and where we differ from Kusto on purpose.
    pub notes: &'static [&'static str],
    /// Name of Microsoft's page.
    pub upstream: &'static str,
    /// Examples.
    pub examples: &'static [Example],
    /// What it computes of all rows of the row set, in their order. It answers row by row, also where all arguments are
    /// constants.
    pub body: fn(&Args<'_>) -> Answer,
}

/// Folds rows into one value a group.
///
/// Groups are numbered from 0 and only grow in number. All rows of a query pass through one fold, in order: there is no
/// merging of partial folds.
pub trait GroupedFold: Send + std::fmt::Debug {
    /// Takes a batch of rows: row `i` belongs to group `groups[i]`; `total` groups exist so far.
    ///
    /// # Errors
    /// A failure ends the query.
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), muster_values::Failure>;

    /// Whether argument 0 may come as a dictionary of texts ([`Args::dictionary`]).
    fn takes_dictionaries(&self) -> bool {
        false
    }

    /// One value a group, for groups 0 to `total`, of type `returns`.
    ///
    /// # Errors
    /// A failure ends the query.
    fn finish(&mut self, total: usize, returns: Type) -> Answer;

    /// Bytes held, roughly.
    fn size(&self) -> usize;
}

/// The simple door: one small fold a group.
pub trait Fold: Default + Send + std::fmt::Debug {
    /// Views of the arguments, taken once a batch.
    type Input<'a>;

    /// Takes the views.
    fn open<'a>(args: &Args<'a>) -> Self::Input<'a>;

    /// Takes a row.
    fn push(&mut self, input: &Self::Input<'_>, row: usize);

    /// The value of the group; of type `returns`, or a null.
    fn finish(&mut self, returns: Type) -> Value;
}

/// Makes a [`GroupedFold`] of a [`Fold`]: `fold: || Box::new(PerGroup::<MakeSet>::default())`.
#[derive(Debug)]
pub struct PerGroup<F> {
    folds: Vec<F>,
}

impl<F> Default for PerGroup<F> {
    fn default() -> Self {
        Self { folds: Vec::new() }
    }
}

impl<F: Fold> GroupedFold for PerGroup<F> {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), muster_values::Failure> {
        if self.folds.len() < total {
            self.folds.resize_with(total, F::default);
        }
        let input = F::open(args);
        for (row, group) in groups.iter().enumerate() {
            if let Some(fold) = self.folds.get_mut(*group) {
                fold.push(&input, row);
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        if self.folds.len() < total {
            self.folds.resize_with(total, F::default);
        }
        let folds = std::mem::take(&mut self.folds);
        Ok(Column::from_values(returns, folds.into_iter().map(|mut fold| fold.finish(returns))))
    }

    fn size(&self) -> usize {
        self.folds.len() * std::mem::size_of::<F>()
    }
}

//! Real rules on some rows: made up for each table that a rule reads, of texts that the rule itself asks for.
//!
//! Nobody knows what the answer should be. That there is one, with and without evidence and with the same number of rows,
//! is what is tested.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use muster_binder::bound::Query;
use muster_catalog::{Catalog, Column, Datetime, Table, Timespan, Type, Value};
use muster_engine::{Options, RunError};
use muster_source::Source;
use muster_values::TableSet;
use serde_json::{Value as Json, json};

/// Rows a table.
const ROWS: usize = 20;
/// Rules that search every table that there is have run on empty ones: some seconds each.
const MANY_TABLES: usize = 40;

/// What running on rows has shown so far.
#[derive(Debug, Default)]
pub(super) struct Count {
    /// Rules that gave an answer.
    pub(super) ran: u64,
    /// Rules whose answer has a row.
    pub(super) with_rows: u64,
    /// Rules that read too many tables.
    pub(super) searches: u64,
    /// Errors of the data, and of what binding on the data refuses: how many rules.
    pub(super) failed: BTreeMap<String, u64>,
    /// What must not happen: panics, internal errors, other rows with evidence.
    pub(super) faults: Vec<String>,
}

/// A small generator of numbers: the rows of a rule are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % count.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T], otherwise: &'a T) -> &'a T {
        let at = self.below(list.len());
        list.get(at).unwrap_or(otherwise)
    }
}

/// What a rule speaks of: its texts, its numbers, the members that it takes of bags.
#[derive(Debug, Default)]
struct Words {
    texts: Vec<String>,
    numbers: Vec<i64>,
    members: Vec<String>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words =
            Self { texts: vec![String::new(), "host1".to_owned()], numbers: vec![0, 1, -1], ..Self::default() };
        let mut rest = text;
        while let Some(at) = rest.find(['"', '\'']) {
            let quote = rest.get(at..=at).unwrap_or("'");
            let after = rest.get(at + 1..).unwrap_or_default();
            let Some(end) = after.find(quote) else { break };
            words.texts.extend(after.get(..end).filter(|t| t.len() < 200).map(str::to_owned));
            rest = after.get(end + 1..).unwrap_or_default();
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        words.members = text
            .split('.')
            .skip(1)
            .map(|rest| rest.split(|c: char| !is_word(c)).next().unwrap_or_default().to_owned())
            .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
            .collect();
        words.numbers.extend(text.split(|c: char| !is_word(c)).filter_map(|word| word.parse::<i64>().ok()));
        words
    }

    fn text(&self, random: &mut Random) -> String {
        let none = String::new();
        let text = random.of(&self.texts, &none).clone();
        // A text alone, and as a word among others.
        if random.below(3) == 0 { format!("run {text} now") } else { text }
    }

    fn json(&self, random: &mut Random, depth: usize) -> Json {
        match random.below(if depth == 0 { 4 } else { 7 }) {
            0 => json!(*random.of(&self.numbers, &0)),
            1 => json!(random.below(2) == 0),
            2 => Json::Null,
            3 => json!(self.text(random)),
            4 => (0..random.below(4)).map(|_| self.json(random, depth - 1)).collect(),
            _ => {
                let none = "k".to_owned();
                let entries = (0..=random.below(4)).map(|_| {
                    let key = random.of(&self.members, &none).clone();
                    (key, self.json(random, depth - 1))
                });
                Json::Object(entries.collect())
            }
        }
    }

    fn value(&self, ty: Type, random: &mut Random, clock: Datetime) -> Value {
        if random.below(6) == 0 {
            return Value::null(ty);
        }
        match ty {
            Type::Bool => Value::Bool(random.below(2) == 0),
            Type::Int => Value::Int(*random.of(&self.numbers, &0) as i32),
            Type::Long => Value::Long(*random.of(&self.numbers, &0)),
            Type::Real => Value::Real(*random.of(&self.numbers, &0) as f64 / 2.0),
            Type::Decimal => Value::Decimal(i128::from(random.below(1000) as u64) * 1_000_000_000_000_000_000),
            Type::String => Value::String(self.text(random)),
            // Within the last 30 days, to the minute.
            Type::Datetime => Value::Datetime(Datetime(clock.0 - random.below(30 * 24 * 60) as i64 * 600_000_000)),
            Type::Timespan => Value::Timespan(Timespan(random.below(86_400) as i64 * 10_000_000)),
            Type::Guid => Value::Guid(
                ["00000000-0000-0000-0000-000000000001", "74be27de-1e4e-49d9-b579-fe0b331d3642"]
                    .get(random.below(2))
                    .and_then(|text| text.parse().ok())
                    .unwrap_or_default(),
            ),
            Type::Dynamic => match self.json(random, 3) {
                Json::Null => Value::Null(Type::Dynamic),
                json => Value::Dynamic(json),
            },
        }
    }
}

/// Rows for every table that a query reads.
fn tables(query: &Query, words: &Words, random: &mut Random, clock: Datetime) -> TableSet {
    let mut tables = TableSet::new();
    for (name, columns) in &query.columns {
        let columns: Vec<Column> = columns.iter().map(|(name, ty)| Column::new(name, *ty)).collect();
        let arrays = columns.iter().map(|column| {
            let values = (0..ROWS).map(|_| words.value(column.ty, random, clock));
            muster_values::Column::from_values(column.ty, values.collect::<Vec<_>>()).array().clone()
        });
        let arrays = arrays.collect();
        let table = Table { name: name.clone(), description: String::new(), columns, open: false };
        let batch = RecordBatch::try_new(muster_values::table_schema(&table), arrays);
        tables.insert(table, batch.into_iter().collect());
    }
    tables
}

/// Runs a rule that runs on empty tables. The query is bound anew where its columns depend on the rows.
pub(super) fn one(
    id: &str,
    syntax: &muster_syntax::Query,
    source: &Source,
    catalog: &Catalog,
    query: &Query,
    clock: Datetime,
    count: &mut Count,
) {
    if query.columns.len() > MANY_TABLES {
        count.searches += 1;
        return;
    }
    let seed = id.bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let tables = tables(query, &Words::of(source.text()), &mut Random(seed), clock);
    let outcome = catch_unwind(AssertUnwindSafe(|| run(syntax, source, catalog, query, clock, &tables)));
    match outcome {
        Ok(Ok(rows)) => {
            count.ran += 1;
            count.with_rows += u64::from(rows > 0);
        }
        Ok(Err(Trouble::Data(message))) => *count.failed.entry(message).or_default() += 1,
        Ok(Err(Trouble::Fault(message))) => count.faults.push(format!("{id}: {message}")),
        Err(_) => count.faults.push(format!("{id}: panicked")),
    }
}

enum Trouble {
    /// The data are not what the query needs.
    Data(String),
    /// A fault of ours.
    Fault(String),
}

impl From<RunError> for Trouble {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Failed { message, .. } => Self::Data(message),
            other @ (RunError::NoTable { .. } | RunError::Internal(_)) => Self::Fault(other.to_string()),
        }
    }
}

/// How many rows the query gives.
fn run(
    syntax: &muster_syntax::Query,
    source: &Source,
    catalog: &Catalog,
    query: &Query,
    clock: Datetime,
    tables: &TableSet,
) -> Result<usize, Trouble> {
    let keep = BTreeMap::new();
    let options = Options { clock, evidence: false, keep: &keep };
    let anew;
    let query = if query.open {
        let bound = muster_engine::bind_on(syntax, source, catalog, tables, &options)?;
        let first = bound.diagnostics.iter().find(|d| d.is_error()).map(|d| format!("{} {}", d.code, d.message));
        anew = bound.query.ok_or_else(|| Trouble::Data(first.unwrap_or_default()))?;
        if let Some(refused) = muster_engine::check(&anew, source).first() {
            return Err(Trouble::Data(refused.message.clone()));
        }
        &anew
    } else {
        query
    };
    let plain = muster_engine::run(query, tables, &options)?.len();
    let told = muster_engine::run(query, tables, &Options { evidence: true, ..options })?.len();
    if plain == told { Ok(plain) } else { Err(Trouble::Fault(format!("{plain} rows without evidence, {told} with"))) }
}

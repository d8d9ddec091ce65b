//! The tables that a query may read: name, KQL schema, rows.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use muster_catalog::Table;

/// Tables with their rows in memory, by name.
///
/// A batch has exactly the columns of its table's schema, in that order, each of the Arrow type of its KQL type.
/// Nothing here tells whether rows were simulated or recorded.
#[derive(Debug, Clone, Default)]
pub struct TableSet {
    tables: BTreeMap<String, (Table, Vec<RecordBatch>)>,
}

impl TableSet {
    /// No table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a table, or replaces the one of this name.
    pub fn insert(&mut self, table: Table, batches: Vec<RecordBatch>) {
        self.tables.insert(table.name.clone(), (table, batches));
    }

    /// The schema and the rows of a table.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(&Table, &[RecordBatch])> {
        self.tables.get(name).map(|(table, batches)| (table, batches.as_slice()))
    }

    /// All tables, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&Table, &[RecordBatch])> {
        self.tables.values().map(|(table, batches)| (table, batches.as_slice()))
    }

    /// How many rows all tables have together.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.tables.values().flat_map(|(_, batches)| batches).map(RecordBatch::num_rows).sum()
    }
}

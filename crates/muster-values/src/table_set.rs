//! The tables that a query may read: name, KQL schema, rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use muster_catalog::Table;

use crate::StoredRows;

/// Tables by name: rows in memory, and rows that stay where they are stored.
///
/// A batch has exactly the columns of its table's schema, in that order, each of the Arrow type of its KQL type.
/// Nothing here tells whether rows were simulated or recorded.
#[derive(Debug, Clone, Default)]
pub struct TableSet {
    tables: BTreeMap<String, (Table, Vec<RecordBatch>)>,
    stored: BTreeMap<String, (Table, Arc<dyn StoredRows>)>,
}

impl TableSet {
    /// No table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a table, or replaces the one of this name.
    pub fn insert(&mut self, table: Table, batches: Vec<RecordBatch>) {
        self.stored.remove(&table.name);
        self.tables.insert(table.name.clone(), (table, batches));
    }

    /// Adds a table whose rows stay where they are, or replaces the one of this name.
    pub fn insert_stored(&mut self, table: Table, rows: Arc<dyn StoredRows>) {
        self.tables.remove(&table.name);
        self.stored.insert(table.name.clone(), (table, rows));
    }

    /// Whether there is a table of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.tables.contains_key(name) || self.stored.contains_key(name)
    }

    /// The schema and the rows of a table in memory.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(&Table, &[RecordBatch])> {
        self.tables.get(name).map(|(table, batches)| (table, batches.as_slice()))
    }

    /// The schema and the rows of a stored table.
    #[must_use]
    pub fn stored(&self, name: &str) -> Option<(&Table, &Arc<dyn StoredRows>)> {
        self.stored.get(name).map(|(table, rows)| (table, rows))
    }

    /// The tables in memory, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&Table, &[RecordBatch])> {
        self.tables.values().map(|(table, batches)| (table, batches.as_slice()))
    }

    /// How many rows the tables in memory have together.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.tables.values().flat_map(|(_, batches)| batches).map(RecordBatch::num_rows).sum()
    }
}

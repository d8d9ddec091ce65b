//! Table schemas.

use crate::Type;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name; KQL names are case-sensitive.
    pub name: String,
    /// Type.
    pub ty: Type,
    /// What it holds; may be empty.
    pub description: String,
    /// A hidden column exists, but no result shows it unless the query names it (`_ItemId`).
    pub hidden: bool,
}

impl Column {
    /// A visible column without a description.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Self { name: name.into(), ty, description: String::new(), hidden: false }
    }
}

/// A table that queries may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name; case-sensitive.
    pub name: String,
    /// What its rows are; may be empty.
    pub description: String,
    /// Columns, in the order in which results show them.
    pub columns: Vec<Column>,
    /// An open table has more columns than are listed: any other name is a column too, of type `string`
    /// (`AzureDiagnostics`).
    pub open: bool,
}

impl Table {
    /// The column called `name`, if there is one.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

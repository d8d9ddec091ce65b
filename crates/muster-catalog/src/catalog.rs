//! The names that a query may use.

use std::collections::BTreeMap;

use muster_source::Source;

use crate::signature::Kind;
use crate::{Signature, Table};

/// A saved function of a workspace or a pack: KQL text behind a name.
#[derive(Debug, Clone)]
pub struct UserFunction {
    /// Name.
    pub name: String,
    /// Parameter list and body, as in `let name = (x: long) { … }` without the `let name =`.
    pub source: Source,
    /// Parameters whose arguments are column names of the piped table (`FileProfile(SHA1)`).
    pub column_arguments: bool,
}

/// Everything that a query may name besides its own `let`s.
///
/// Names of tables and functions are case-sensitive, as in Kusto.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    tables: BTreeMap<String, Table>,
    functions: BTreeMap<(String, Kind), Vec<Signature>>,
    user_functions: BTreeMap<String, UserFunction>,
}

impl Catalog {
    /// An empty catalog.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a table, or replaces the one of this name.
    pub fn add_table(&mut self, table: Table) {
        self.tables.insert(table.name.clone(), table);
    }

    /// The table called `name`.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(name)
    }

    /// All tables, by name.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }

    /// Adds the overloads of a function or an aggregate, or replaces them.
    pub fn add_function(&mut self, name: &str, kind: Kind, overloads: Vec<Signature>) {
        self.functions.insert((name.to_owned(), kind), overloads);
    }

    /// The overloads of a function or an aggregate; empty where there is none of this name.
    #[must_use]
    pub fn function(&self, name: &str, kind: Kind) -> &[Signature] {
        self.functions.get(&(name.to_owned(), kind)).map_or(&[], Vec::as_slice)
    }

    /// The names of all functions of a kind, sorted.
    pub fn function_names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.functions.keys().filter(move |(_, k)| *k == kind).map(|(n, _)| n.as_str())
    }

    /// Adds a saved function, or replaces the one of this name.
    pub fn add_user_function(&mut self, function: UserFunction) {
        self.user_functions.insert(function.name.clone(), function);
    }

    /// The saved function called `name`.
    #[must_use]
    pub fn user_function(&self, name: &str) -> Option<&UserFunction> {
        self.user_functions.get(name)
    }

    /// The names of all saved functions, sorted.
    pub fn user_function_names(&self) -> impl Iterator<Item = &str> {
        self.user_functions.keys().map(String::as_str)
    }
}

//! The names that a query may use.

use std::collections::{BTreeMap, BTreeSet};

use muster_source::Source;

use crate::signature::Kind;
use crate::{Signature, Table, builtin};

/// How a result column that is given no name is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// `Column1`, `print_0`: by its place.
    Default,
    /// As the first argument's column (`bin(Timestamp, 1h)` gives `Timestamp`).
    FirstArgument,
    /// The text, then the name of the first argument's column if it is one (`min_Timestamp`; `count_`).
    Prefix(&'static str),
    /// The text, then the names of the first two arguments' columns (`covariance_x_y`).
    PrefixOfTwo(&'static str),
}

/// A function or an aggregate that a query may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Name; an alias is a function of its own here.
    pub name: String,
    /// Scalar or aggregate.
    pub kind: Kind,
    /// Overloads; the first that fits is taken.
    pub overloads: Vec<Signature>,
    /// How a result column that is given no name is called.
    pub naming: Naming,
}

/// A saved function of a workspace or a pack: KQL text behind a name.
#[derive(Debug, Clone)]
pub struct UserFunction {
    /// Name.
    pub name: String,
    /// Parameter list and body, as in `let name = (x: long) { … }` without the `let name =`.
    pub source: Source,
    /// Parameters whose arguments are column names of the piped table (`FileProfile(SHA1)`).
    pub column_arguments: bool,
    /// A function of the platform: what stands in its body are its result columns, not its meaning, so that it can be
    /// bound, but runs only where somebody provides its results.
    pub platform: bool,
}

/// Everything that a query may name besides its own `let`s.
///
/// Names of tables and functions are case-sensitive, as in Kusto.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    builtin: bool,
    tables: BTreeMap<String, Table>,
    watchlists: BTreeMap<String, Table>,
    functions: BTreeMap<Kind, BTreeMap<String, Function>>,
    user_functions: BTreeMap<String, UserFunction>,
}

impl Catalog {
    /// An empty catalog.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The tables and functions of Defender XDR and Sentinel, without any scalar functions. Cheap: a table is read when
    /// it is first asked for.
    #[must_use]
    pub fn builtin() -> Self {
        Self { builtin: true, ..Self::default() }
    }

    /// Adds a table, or replaces the one of this name.
    pub fn add_table(&mut self, table: Table) {
        self.tables.insert(table.name.clone(), table);
    }

    /// The table called `name`.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(name).or_else(|| builtin::table(name).filter(|_| self.builtin))
    }

    /// The names of all tables, sorted.
    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        let own = self.tables.keys().map(String::as_str);
        let builtin = builtin::table_names().filter(|_| self.builtin).map(|name| -> &str { name });
        own.chain(builtin).collect::<BTreeSet<&str>>().into_iter()
    }

    /// All tables, by name. Reads every built-in one.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.table_names().filter_map(|name| self.table(name))
    }

    /// Adds a watchlist under its alias, or replaces the one of this alias. Its table has the columns of its file; those
    /// that every watchlist has are added by the binder.
    pub fn add_watchlist(&mut self, alias: impl Into<String>, table: Table) {
        self.watchlists.insert(alias.into(), table);
    }

    /// The watchlist with this alias.
    #[must_use]
    pub fn watchlist(&self, alias: &str) -> Option<&Table> {
        self.watchlists.get(alias)
    }

    /// The aliases of all watchlists, sorted.
    pub fn watchlist_aliases(&self) -> impl Iterator<Item = &str> {
        self.watchlists.keys().map(String::as_str)
    }

    /// The columns that every watchlist has; an open table.
    #[must_use]
    pub fn watchlist_base(&self) -> Option<&Table> {
        builtin::watchlist().filter(|_| self.builtin)
    }

    /// Adds a function or an aggregate, or replaces the one of this name.
    pub fn add_function(&mut self, function: Function) {
        self.functions.entry(function.kind).or_default().insert(function.name.clone(), function);
    }

    /// The function or the aggregate called `name`.
    #[must_use]
    pub fn function(&self, name: &str, kind: Kind) -> Option<&Function> {
        self.functions.get(&kind)?.get(name)
    }

    /// The names of all functions of a kind, sorted.
    pub fn function_names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.functions.get(&kind).into_iter().flat_map(|map| map.keys().map(String::as_str))
    }

    /// Adds a saved function, or replaces the one of this name.
    pub fn add_user_function(&mut self, function: UserFunction) {
        self.user_functions.insert(function.name.clone(), function);
    }

    /// The saved function called `name`.
    #[must_use]
    pub fn user_function(&self, name: &str) -> Option<&UserFunction> {
        self.user_functions.get(name).or_else(|| builtin::function(name).filter(|_| self.builtin))
    }

    /// The names of all saved functions, sorted.
    pub fn user_function_names(&self) -> impl Iterator<Item = &str> {
        let own = self.user_functions.keys().map(String::as_str);
        let builtin = builtin::function_names().filter(|_| self.builtin).map(|name| -> &str { name });
        own.chain(builtin).collect::<BTreeSet<&str>>().into_iter()
    }
}

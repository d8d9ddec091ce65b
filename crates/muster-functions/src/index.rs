//! Finding entries by name, and telling the catalog of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use muster_catalog::{Catalog, Function, Kind, Signature};

use crate::{Aggregate, Naming, Scalar, Window};

static SCALARS: LazyLock<BTreeMap<&'static str, &'static Scalar>> = LazyLock::new(|| {
    let mut map = BTreeMap::new();
    for entry in crate::scalar::ALL.iter().copied() {
        map.insert(entry.name, entry);
        map.extend(entry.aliases.iter().map(|alias| (*alias, entry)));
    }
    map
});

static AGGREGATES: LazyLock<BTreeMap<&'static str, &'static Aggregate>> = LazyLock::new(|| {
    let mut map = BTreeMap::new();
    for entry in crate::aggregate::ALL.iter().copied() {
        map.insert(entry.name, entry);
        map.extend(entry.aliases.iter().map(|alias| (*alias, entry)));
    }
    map
});

static WINDOWS: LazyLock<BTreeMap<&'static str, &'static Window>> =
    LazyLock::new(|| crate::window::ALL.iter().map(|entry| (entry.name, *entry)).collect());

/// The scalar function or operator of this name or alias.
#[must_use]
pub fn scalar(name: &str) -> Option<&'static Scalar> {
    SCALARS.get(name).copied()
}

/// The aggregate of this name or alias.
#[must_use]
pub fn aggregate(name: &str) -> Option<&'static Aggregate> {
    AGGREGATES.get(name).copied()
}

/// The window function of this name.
#[must_use]
pub fn window(name: &str) -> Option<&'static Window> {
    WINDOWS.get(name).copied()
}

/// Tells the catalog the signatures of all functions and aggregates, aliases included. A window function is called as a
/// scalar function is.
///
/// A signature that cannot be read is left out; the test `every_signature_is_readable` keeps that from happening.
pub fn register(catalog: &mut Catalog) {
    let read = |texts: &[&str]| texts.iter().filter_map(|t| Signature::parse(t).ok()).collect::<Vec<_>>();
    for (name, entry) in SCALARS.iter() {
        catalog.add_function(Function {
            name: (*name).to_owned(),
            kind: Kind::Scalar,
            overloads: read(entry.signatures),
            naming: entry.naming,
        });
    }
    for (name, entry) in AGGREGATES.iter() {
        catalog.add_function(Function {
            name: (*name).to_owned(),
            kind: Kind::Aggregate,
            overloads: read(entry.signatures),
            naming: entry.naming,
        });
    }
    for (name, entry) in WINDOWS.iter() {
        catalog.add_function(Function {
            name: (*name).to_owned(),
            kind: Kind::Scalar,
            overloads: read(entry.signatures),
            naming: Naming::Default,
        });
    }
}

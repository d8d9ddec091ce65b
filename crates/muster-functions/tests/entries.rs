//! The entries as a whole: the index is current, names are unique, signatures can be read, each has its examples.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use muster_catalog::Signature;
use muster_functions::{aggregate, scalar, window};

/// Rewrites the block between the markers of `folder`'s `mod.rs`; says whether it was stale.
fn rewrite(folder: &str, entry: &str, what: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(&root).expect("the folder is there") {
        let name = file.expect("an entry").file_name().into_string().expect("UTF-8");
        if let Some(stem) = name.strip_suffix(".rs")
            && stem != "mod"
        {
            names.insert(stem.to_owned());
        }
    }
    let mut block = String::from("// index: begin\n");
    let module = |n: &str| if matches!(n, "in" | "as" | "where" | "mod") { format!("r#{n}") } else { n.to_owned() };
    for name in &names {
        writeln!(block, "mod {};", module(name)).expect("a string grows");
    }
    write!(block, "\n/// Every {what}, by file name.\npub const ALL: &[&crate::{entry}] = &[\n")
        .expect("a string grows");
    for name in &names {
        writeln!(block, "    &{}::{},", module(name), name.to_uppercase()).expect("a string grows");
    }
    block.push_str("];\n// index: end\n");
    let path = root.join("mod.rs");
    let text = std::fs::read_to_string(&path).expect("mod.rs is there");
    let begin = text.find("// index: begin").expect("a begin marker");
    let end = text.find("// index: end\n").expect("an end marker") + "// index: end\n".len();
    let squeeze = |t: &str| t.split_whitespace().collect::<String>().replace(",]", "]");
    if squeeze(&text[begin..end]) == squeeze(&block) {
        return false;
    }
    if std::env::var_os("CI").is_none() {
        let new = format!("{}{block}{}", &text[..begin], &text[end..]);
        std::fs::write(&path, new).expect("mod.rs can be written");
    }
    true
}

#[test]
fn index_is_current() {
    let stale = [
        rewrite("scalar", "Scalar", "scalar function and operator"),
        rewrite("aggregate", "Aggregate", "aggregate"),
        rewrite("window", "Window", "window function"),
    ];
    assert!(!stale.contains(&true), "an index was stale and has been rewritten; run the tests again");
}

#[test]
fn names_are_unique() {
    let mut seen = BTreeSet::new();
    for entry in scalar::ALL {
        for name in std::iter::once(&entry.name).chain(entry.aliases) {
            assert!(seen.insert(*name), "two scalar functions are called `{name}`");
        }
    }
    for entry in window::ALL {
        assert!(seen.insert(entry.name), "a window function and a scalar function are called `{}`", entry.name);
    }
    let mut seen = BTreeSet::new();
    for entry in aggregate::ALL {
        for name in std::iter::once(&entry.name).chain(entry.aliases) {
            assert!(seen.insert(*name), "two aggregates are called `{name}`");
        }
    }
}

#[test]
fn every_signature_is_readable() {
    let scalars = scalar::ALL.iter().map(|e| (e.name, e.signatures));
    let aggregates = aggregate::ALL.iter().map(|e| (e.name, e.signatures));
    let windows = window::ALL.iter().map(|e| (e.name, e.signatures));
    for (name, signatures) in scalars.chain(aggregates).chain(windows) {
        assert!(!signatures.is_empty(), "`{name}` has no signature");
        for text in signatures {
            if let Err(message) = Signature::parse(text) {
                panic!("`{name}`: {message}");
            }
        }
    }
}

#[test]
fn every_entry_has_a_summary_a_page_and_examples() {
    for entry in scalar::ALL {
        assert!(entry.summary.ends_with('.') && !entry.examples.is_empty(), "`{}` is not documented", entry.name);
    }
    for entry in aggregate::ALL {
        assert!(entry.summary.ends_with('.') && !entry.examples.is_empty(), "`{}` is not documented", entry.name);
    }
    for entry in window::ALL {
        assert!(entry.summary.ends_with('.') && !entry.examples.is_empty(), "`{}` is not documented", entry.name);
    }
}

//! The specification runs: the pages of `tests/kql`, and the examples of every function, through all floors.
//!
//! A page is text with queries in `kql` blocks. Behind each stands what it gives: a table with `name:type` heads, or a
//! `diagnostics` block. `MUSTER_UPDATE=1` writes what the engine gives in their place, to be reviewed like a golden file.

mod answer;
mod examples;
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use page::Page;

const FOLDERS: [&str; 3] = ["operators", "semantics", "diagnostics"];

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/kql");
    let mut pages: Vec<PathBuf> = FOLDERS
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    pages.sort();
    pages
}

#[test]
fn queries_give_what_their_pages_say() {
    let update = std::env::var_os("MUSTER_UPDATE").is_some();
    let mut wrong = String::new();
    let mut queries = 0;
    for path in pages() {
        let text = fs::read_to_string(&path).expect("a page is UTF-8");
        let page = Page::read(&text);
        assert!(page.queries() > 0 && text.starts_with("# "), "{} is no page", path.display());
        queries += page.queries();
        let actual = page.answered();
        if update {
            fs::write(&path, actual).expect("it can be written");
        } else if actual != text {
            wrong += &page::difference(&path, &text, &actual);
        }
    }
    assert!(queries > 100, "only {queries} queries were found");
    assert!(wrong.is_empty(), "{wrong}\nMUSTER_UPDATE=1 writes what the engine gives; review it before");
}

#[test]
fn examples_of_scalars_give_their_results_as_constants_and_on_columns() {
    examples::scalars();
}

#[test]
fn examples_of_aggregates_give_their_results_over_all_rows_and_by_group() {
    examples::aggregates();
}

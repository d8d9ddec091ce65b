//! A second opinion: random queries on random tables, answered by the engine and by a slow reference.
//!
//! The reference reads the syntax tree of the fully parenthesized text, has values and functions of its own, and goes row
//! by row. It knows nothing of binder, engine, Arrow or the functions crate. Where Kusto's documentation leaves an answer
//! open it says so (`Stop::Unknown`), and the generator takes another step instead. What the engine gives for the text
//! with the least parentheses must be the same columns, types and rows.
//!
//! `MUSTER_DIFFERENTIAL_QUERIES` is how many queries are made, `MUSTER_DIFFERENTIAL_SECONDS` for how long, and
//! `MUSTER_DIFFERENTIAL_SEED` where to begin.

mod aggregate;
mod arithmetic;
mod calendar;
mod collection;
mod compare;
mod engine;
mod evidence;
mod expression;
mod generate;
mod join;
mod operator;
mod pages;
mod run;
mod scalar;
#[path = "../stored_rows/mod.rs"]
mod stored_rows;
mod text;
mod texts;
mod value;

#[test]
fn engine_and_reference_give_the_same_rows() {
    run::run();
}

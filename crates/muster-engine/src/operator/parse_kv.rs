//! `parse-kv`: columns out of keys and values in a text.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions, Scalar};
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_physical_expr::PhysicalExpr;
use muster_binder::bound::{Column, KvDelimiters, KvForm, KvQuotes, ParseKv, Relation};
use muster_catalog::{Type, Value};
use muster_values::{Args, Column as Values, Failure};
use regex::Regex;

use crate::adapt::call::{failure, to_column};
use crate::adapt::node::{BatchWork, EachBatch, WorkExec};
use crate::expr::reads;
use crate::operator::parse::{converted, position};
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Parses a text into columns.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    parse: &ParseKv,
) -> std::result::Result<Node, RunError> {
    let mut wanted: Needed = needed.iter().copied().filter(|id| !parse.columns.iter().any(|c| c.id == *id)).collect();
    reads(&parse.value, &mut wanted);
    let input = planner.relation(&parse.input, &wanted)?;
    let columns: Vec<Column> = relation.columns.iter().filter(|c| needed.contains(&c.id)).cloned().collect();
    let source = |c: &Column| match parse.columns.iter().position(|m| m.id == c.id) {
        Some(i) => Ok(Source::Made(i)),
        None => position(&input, c.id).map(Source::Passed),
    };
    let reader = match &parse.form {
        KvForm::Delimited(delimiters) => Reader::Delimited(delimiters.clone()),
        KvForm::Free(quotes) => Reader::Free(quotes.clone()),
        KvForm::Regex(pattern) => {
            Reader::Regex(regex(pattern).map_err(|message| RunError::Failed { message, span: Some(relation.span) })?)
        }
    };
    let work = KvWork {
        value: planner.expr(&parse.value, &input)?,
        reader,
        keys: parse.columns.iter().map(|c| (c.name.clone(), c.ty)).collect(),
        sources: columns.iter().map(source).collect::<std::result::Result<_, RunError>>()?,
        evidence: planner.evidence().then_some(input.columns.len()),
    };
    let schema = schema(&columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(vec![input.plan], schema, Arc::new(EachBatch(Arc::new(work)))), columns })
}

/// Why the pattern of a `parse-kv` cannot be used.
pub(crate) fn fault(parse: &ParseKv) -> Option<(String, &str)> {
    let KvForm::Regex(pattern) = &parse.form else { return None };
    Some((regex(pattern).err()?, pattern))
}

fn regex(pattern: &str) -> std::result::Result<Regex, String> {
    let regex = muster_functions::regex(pattern).map_err(|failure| failure.message)?;
    if regex.captures_len() == 3 {
        return Ok(regex);
    }
    let has = regex.captures_len() - 1;
    Err(format!("the pattern needs two groups, for the key and for the value; it has {has}"))
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Passed(usize),
    Made(usize),
}

#[derive(Debug)]
enum Reader {
    Delimited(KvDelimiters),
    Free(KvQuotes),
    Regex(Regex),
}

#[derive(Debug)]
struct KvWork {
    value: Arc<dyn PhysicalExpr>,
    reader: Reader,
    keys: Vec<(String, Type)>,
    sources: Vec<Source>,
    evidence: Option<usize>,
}

impl BatchWork for KvWork {
    fn name(&self) -> &'static str {
        "ParseKv"
    }

    fn map(&self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
        let rows = batch.num_rows();
        let columns = [to_column(self.value.evaluate(batch)?)?];
        let text = Args::new(&columns, &[Type::String], rows, Type::String).text(0);
        let mut texts: Vec<StringViewBuilder> = self.keys.iter().map(|_| StringViewBuilder::new()).collect();
        let mut present: Vec<Vec<bool>> = self.keys.iter().map(|_| Vec::with_capacity(rows)).collect();
        for row in 0..rows {
            let mut values: Vec<Option<Cow<'_, str>>> = vec![None; self.keys.len()];
            self.reader.read(text.get(row), &self.keys, &mut values).map_err(failure)?;
            for ((builder, present), value) in texts.iter_mut().zip(&mut present).zip(values) {
                present.push(value.is_some());
                builder.append_value(value.unwrap_or_default());
            }
        }
        let mut made: Vec<ArrayRef> = Vec::with_capacity(texts.len());
        for ((mut texts, present), (_, ty)) in texts.into_iter().zip(present).zip(&self.keys) {
            let array = converted(Arc::new(texts.finish()), *ty, rows)?;
            let nothing = Scalar::new(Arc::clone(Values::from_value(&Value::null(*ty)).array()));
            made.push(arrow_select::zip::zip(&BooleanArray::from(present), &array, &nothing)?);
        }
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
        for source in &self.sources {
            match source {
                Source::Passed(i) => arrays.push(Arc::clone(batch.column(*i))),
                Source::Made(i) => arrays.extend(made.get(*i).cloned()),
            }
        }
        arrays.extend(self.evidence.map(|i| Arc::clone(batch.column(i))));
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
    }
}

/// The values found so far, one a key.
type Found<'v, 't> = &'v mut Vec<Option<Cow<'t, str>>>;

impl Reader {
    fn read<'t>(
        &self,
        text: &'t str,
        keys: &[(String, Type)],
        found: Found<'_, 't>,
    ) -> std::result::Result<(), Failure> {
        match self {
            Self::Delimited(delimiters) => delimited(text, delimiters, keys, found),
            Self::Free(quotes) => free(text, quotes, keys, found),
            Self::Regex(regex) => {
                for captures in regex.captures_iter(text) {
                    let group = |i| captures.get(i).map_or("", |m| m.as_str()).trim();
                    keep(keys, found, group(1), Cow::Borrowed(group(2)));
                }
                Ok(())
            }
        }
    }
}

/// Keeps the value of a key that is asked for; the first one counts.
fn keep<'t>(keys: &[(String, Type)], found: Found<'_, 't>, key: &str, value: Cow<'t, str>) {
    for ((wanted, _), slot) in keys.iter().zip(found.iter_mut()) {
        if wanted == key && slot.is_none() {
            *slot = Some(value);
            return;
        }
    }
}

/// Pairs between delimiters. A piece without the delimiter of key and value is no pair.
fn delimited<'t>(
    text: &'t str,
    delimiters: &KvDelimiters,
    keys: &[(String, Type)],
    found: Found<'_, 't>,
) -> std::result::Result<(), Failure> {
    let pair = delimiters.pair.as_str();
    let mut rest = text;
    while !rest.is_empty() {
        let Some((key, after)) = key(rest, delimiters)? else {
            rest = after_pair(rest, pair);
            continue;
        };
        let start = after.trim_start();
        let skipped = after.get(..after.len() - start.len()).unwrap_or("");
        let quoted = if skipped.contains(pair) { None } else { quoted(start, &delimiters.quotes)? };
        if let Some((value, after)) = quoted {
            keep(keys, found, &key, value);
            rest = after_pair(after, pair);
            continue;
        }
        let mut end = after.find(pair);
        while delimiters.greedy
            && let Some(at) = end
        {
            let next = after.get(at + pair.len()..).unwrap_or("");
            if self::key(next, delimiters)?.is_some() {
                break;
            }
            end = next.find(pair).map(|more| at + pair.len() + more);
        }
        let value = after.get(..end.unwrap_or(after.len())).unwrap_or("");
        keep(keys, found, &key, Cow::Borrowed(value.trim()));
        rest = end.and_then(|end| after.get(end + pair.len()..)).unwrap_or("");
    }
    Ok(())
}

fn after_pair<'t>(text: &'t str, pair: &str) -> &'t str {
    text.find(pair).and_then(|at| text.get(at + pair.len()..)).unwrap_or("")
}

type Key<'t> = Option<(Cow<'t, str>, &'t str)>;

/// The key that the text begins with, and what follows the delimiter after it.
fn key<'t>(text: &'t str, delimiters: &KvDelimiters) -> std::result::Result<Key<'t>, Failure> {
    let (quoted, after) = match quoted(text.trim_start(), &delimiters.quotes)? {
        Some((key, after)) => (Some(key), after),
        None => (None, text),
    };
    // Where the delimiter of pairs comes first this is no key, unless it is a part of the other one.
    let before = after.find(delimiters.pair.as_str());
    let end = before.map_or(after.len(), |before| before + delimiters.kv.len());
    let window = (0..4).find_map(|more| after.get(..end + more)).unwrap_or(after);
    let Some(at) = window.find(delimiters.kv.as_str()) else { return Ok(None) };
    if before.is_some_and(|before| before < at || (before == at && delimiters.pair.len() >= delimiters.kv.len())) {
        return Ok(None);
    }
    let key = quoted.unwrap_or_else(|| Cow::Borrowed(after.get(..at).unwrap_or("").trim()));
    let rest = after.get(at + delimiters.kv.len()..).unwrap_or("");
    Ok(if key.is_empty() { None } else { Some((key, rest)) })
}

/// The text in quotes that `text` begins with, without them, and what follows.
fn quoted<'t>(text: &'t str, quotes: &KvQuotes) -> std::result::Result<Option<(Cow<'t, str>, &'t str)>, Failure> {
    let mut characters = text.char_indices();
    let Some((_, first)) = characters.next() else { return Ok(None) };
    let Some((_, close)) = quotes.pairs.iter().find(|(open, _)| *open == first) else { return Ok(None) };
    let (mut inner, mut escaped) = (String::new(), false);
    while let Some((at, character)) = characters.next() {
        if quotes.escapes.contains(&character) {
            let special = characters.next().map(|(_, next)| next);
            let special = special.filter(|next| *next == first || next == close || quotes.escapes.contains(next));
            let Some(special) = special else {
                let message =
                    format!("`{character}` in a quoted text escapes what needs no escape, which is not supported yet");
                return Err(Failure::new(message));
            };
            inner.push(special);
            escaped = true;
        } else if character == *close {
            let after = text.get(at + close.len_utf8()..).unwrap_or("");
            let inner = match text.get(first.len_utf8()..at) {
                Some(plain) if !escaped => Cow::Borrowed(plain),
                _ => Cow::Owned(inner),
            };
            return Ok(Some((inner, after)));
        } else {
            inner.push(character);
        }
    }
    Ok(None)
}

/// Words between anything that is neither letter nor digit: what follows a key is its value.
fn free<'t>(
    text: &'t str,
    quotes: &KvQuotes,
    keys: &[(String, Type)],
    found: Found<'_, 't>,
) -> std::result::Result<(), Failure> {
    let mut key: Option<&str> = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (word, after) = if let Some(quoted) = quoted(rest, quotes)? {
            quoted
        } else if first.is_alphanumeric() {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            (Cow::Borrowed(word), after)
        } else {
            rest = rest.get(first.len_utf8()..).unwrap_or("");
            continue;
        };
        rest = after;
        match key.take() {
            Some(known) => keep(keys, found, known, word),
            None => key = keys.iter().map(|(name, _)| name.as_str()).find(|name| *name == word),
        }
    }
    Ok(())
}

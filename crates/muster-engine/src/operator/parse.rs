//! `parse`, `parse-where`: columns out of a text by a pattern.

use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions, Scalar};
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_physical_expr::PhysicalExpr;
use muster_binder::bound::{Column, ColumnId, Parse, ParseMode, ParsePart, Relation};
use muster_catalog::{Type, Value};
use muster_values::{Args, Column as Values};
use regex::Regex;

use crate::adapt::call::{failure, to_column};
use crate::adapt::node::{BatchWork, EachBatch, WorkExec};
use crate::expr::reads;
use crate::plan::{Needed, Node, Planner, schema};
use crate::run::RunError;

/// Parses a text into columns.
pub(crate) fn plan(
    planner: &Planner<'_>,
    relation: &Relation,
    needed: &Needed,
    parse: &Parse,
) -> std::result::Result<Node, RunError> {
    let made: Vec<&Column> =
        parse.parts.iter().filter_map(|p| if let ParsePart::Column(c) = p { Some(c) } else { None }).collect();
    let mut wanted: Needed = needed.iter().copied().filter(|id| !made.iter().any(|c| c.id == *id)).collect();
    reads(&parse.value, &mut wanted);
    let input = planner.relation(&parse.input, &wanted)?;
    let columns: Vec<Column> = relation.columns.iter().filter(|c| needed.contains(&c.id)).cloned().collect();
    let sources = columns
        .iter()
        .map(|c| match made.iter().position(|m| m.id == c.id) {
            Some(i) => Ok(Source::Made(i)),
            None => position(&input, c.id).map(Source::Passed),
        })
        .collect::<std::result::Result<Vec<_>, RunError>>()?;
    let failed = |message: String| RunError::Failed { message, span: Some(relation.span) };
    let matcher = match parse.mode {
        ParseMode::Regex => Matcher::Regex(Pattern::new(&parse.parts, &parse.flags).map_err(failed)?),
        ParseMode::Simple | ParseMode::Relaxed => Matcher::Plain(parse.parts.clone()),
    };
    let work = ParseWork {
        value: planner.expr(&parse.value, &input)?,
        matcher,
        relaxed: parse.mode == ParseMode::Relaxed,
        only_matches: parse.only_matches,
        types: made.iter().map(|c| c.ty).collect(),
        sources,
        evidence: planner.evidence().then_some(input.columns.len()),
    };
    let schema = schema(&columns, planner.evidence());
    Ok(Node { plan: WorkExec::plan(vec![input.plan], schema, Arc::new(EachBatch(Arc::new(work)))), columns })
}

/// Why the pattern of a `parse` cannot be used, and the part of it that is no regular expression by itself.
pub(crate) fn fault(parse: &Parse) -> Option<(String, Option<&str>)> {
    let ParseMode::Regex = parse.mode else { return None };
    let message = Pattern::new(&parse.parts, &parse.flags).err()?;
    let alone = parse.parts.iter().find_map(|part| match part {
        ParsePart::Text(text) => Some((muster_functions::regex(text).err()?.message, Some(text.as_str()))),
        ParsePart::Star | ParsePart::Column(_) => None,
    });
    Some(alone.unwrap_or((message, None)))
}

/// The place of a column among a node's.
pub(crate) fn position(node: &Node, id: ColumnId) -> std::result::Result<usize, RunError> {
    node.columns
        .iter()
        .position(|c| c.id == id)
        .ok_or_else(|| RunError::Internal(format!("column c{} is not in its input", id.0)))
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Passed(usize),
    Made(usize),
}

#[derive(Debug)]
struct ParseWork {
    value: Arc<dyn PhysicalExpr>,
    matcher: Matcher,
    relaxed: bool,
    only_matches: bool,
    types: Vec<Type>,
    sources: Vec<Source>,
    evidence: Option<usize>,
}

#[derive(Debug)]
enum Matcher {
    Plain(Vec<ParsePart>),
    Regex(Pattern),
}

impl BatchWork for ParseWork {
    fn name(&self) -> &'static str {
        "Parse"
    }

    fn map(&self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
        let rows = batch.num_rows();
        let columns = [to_column(self.value.evaluate(batch)?)?];
        let text = Args::new(&columns, &[Type::String], rows, Type::String).text(0);
        let mut captures: Vec<StringViewBuilder> = self.types.iter().map(|_| StringViewBuilder::new()).collect();
        let mut matched = Vec::with_capacity(rows);
        for row in 0..rows {
            let found = match &self.matcher {
                Matcher::Plain(parts) => plain(parts, text.get(row)),
                Matcher::Regex(pattern) => pattern.captures(text.get(row)),
            };
            matched.push(found.is_some());
            let mut found = found.into_iter().flatten();
            captures.iter_mut().for_each(|column| column.append_value(found.next().unwrap_or("")));
        }
        let mut made: Vec<ArrayRef> = Vec::with_capacity(captures.len());
        for (mut column, ty) in captures.into_iter().zip(&self.types) {
            made.push(converted(Arc::new(column.finish()), *ty, rows)?);
        }
        if !self.relaxed {
            // A text that does not convert spoils its row. A string is never null.
            for array in &made {
                matched.iter_mut().enumerate().for_each(|(row, ok)| *ok &= array.is_valid(row));
            }
        }
        let matched = BooleanArray::from(matched);
        for (array, ty) in made.iter_mut().zip(&self.types) {
            let nothing = Scalar::new(Arc::clone(Values::from_value(&Value::null(*ty)).array()));
            *array = arrow_select::zip::zip(&matched, array, &nothing)?;
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
        let result = RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?;
        if !self.only_matches {
            return Ok(result);
        }
        Ok(arrow_select::filter::filter_record_batch(&result, &matched)?)
    }
}

/// Texts as values of `ty`, converted as `tolong` and its kin do.
pub(crate) fn converted(texts: ArrayRef, ty: Type, rows: usize) -> Result<ArrayRef> {
    let function = match ty {
        Type::String => return Ok(texts),
        Type::Bool => "tobool",
        Type::Int => "toint",
        Type::Long => "tolong",
        Type::Real => "toreal",
        Type::Decimal => "todecimal",
        Type::Datetime => "todatetime",
        Type::Timespan => "totimespan",
        Type::Guid => "toguid",
        Type::Dynamic => "parse_json",
    };
    let Some(entry) = muster_functions::scalar(function) else {
        return datafusion_common::internal_err!("function `{function}` has no entry");
    };
    let columns = [Values::rows(texts)];
    let answer = (entry.body)(&Args::new(&columns, &[Type::String], rows, ty)).map_err(failure)?;
    Ok(Arc::clone(answer.array()))
}

/// The captures of a pattern of plain texts: from left to right, each text at its first place.
fn plain<'t>(parts: &[ParsePart], text: &'t str) -> Option<Vec<&'t str>> {
    let mut captures = Vec::new();
    let (mut from, mut open, mut skip) = (0, None::<Type>, false);
    for part in parts {
        match part {
            ParsePart::Star => skip = true,
            ParsePart::Column(column) => {
                if let Some(ty) = open.take() {
                    // Two columns side by side: the first takes what its type allows.
                    let taken = prefix(text.get(from..)?, ty);
                    captures.push(taken);
                    from += taken.len();
                }
                open = Some(column.ty);
                skip = false;
            }
            ParsePart::Text(wanted) => {
                let rest = text.get(from..)?;
                let at = if open.is_some() || skip {
                    rest.find(wanted.as_str())?
                } else {
                    usize::from(!rest.starts_with(wanted.as_str()))
                };
                if at > 0 && open.is_none() && !skip {
                    return None;
                }
                if let Some(ty) = open.take() {
                    let between = rest.get(..at)?;
                    captures.push(if skip { prefix(between, ty) } else { between });
                }
                from += at + wanted.len();
                skip = false;
            }
        }
    }
    if let Some(ty) = open {
        let rest = text.get(from..)?;
        captures.push(if ty == Type::String { rest } else { prefix(rest, ty) });
    }
    Some(captures)
}

/// The longest beginning of `text` that looks like a number, for numbers; else all of it.
fn prefix(text: &str, ty: Type) -> &str {
    let is_part = |i: usize, c: char| c.is_ascii_digit() || (i == 0 && matches!(c, '-' | '+'));
    let end = match ty {
        Type::Int | Type::Long => text.char_indices().find(|(i, c)| !is_part(*i, *c)).map_or(text.len(), |(i, _)| i),
        Type::Real | Type::Decimal => {
            let part = |i: usize, c: char| is_part(i, c) || matches!(c, '.' | 'e' | 'E');
            text.char_indices().find(|(i, c)| !part(*i, *c)).map_or(text.len(), |(i, _)| i)
        }
        Type::Bool | Type::String | Type::Datetime | Type::Timespan | Type::Guid | Type::Dynamic => text.len(),
    };
    text.get(..end).unwrap_or("")
}

/// A pattern of regular expressions: one expression with a group a column.
#[derive(Debug)]
struct Pattern {
    regex: Regex,
    groups: Vec<String>,
}

impl Pattern {
    fn new(parts: &[ParsePart], flags: &str) -> std::result::Result<Self, String> {
        let (mut text, mut groups) = (String::new(), Vec::new());
        for part in parts {
            match part {
                ParsePart::Star => text.push_str(".*"),
                ParsePart::Text(regex) => text.push_str(regex),
                ParsePart::Column(column) => {
                    let name = format!("muster_{}", groups.len());
                    let inner = match column.ty {
                        Type::Int | Type::Long => r"-?\d+",
                        Type::Real | Type::Decimal => r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?",
                        Type::Bool | Type::String | Type::Datetime | Type::Timespan | Type::Guid | Type::Dynamic => {
                            ".*"
                        }
                    };
                    text.extend(["(?P<", &name, ">", inner, ")"]);
                    groups.push(name);
                }
            }
        }
        if let Some(bad) = flags.chars().find(|c| !matches!(c, 'U' | 'i' | 's' | 'm')) {
            return Err(format!("regular-expression flag `{bad}` is not supported"));
        }
        let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
        let regex = muster_functions::regex(&format!("^{flags}{text}")).map_err(|failure| failure.message)?;
        Ok(Self { regex, groups })
    }

    fn captures<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let captures = self.regex.captures(text)?;
        Some(self.groups.iter().map(|name| captures.name(name).map_or("", |m| m.as_str())).collect())
    }
}

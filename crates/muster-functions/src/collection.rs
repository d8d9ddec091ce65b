//! Arrays made of the values of each group: `make_list`, `make_set` and their kin.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use muster_catalog::Type;
use muster_values::{Answer, Args, Column, Failure, Longs, Text, to_json};
use serde_json::Value as Json;

use crate::GroupedFold;
use crate::distinct::{Key, Members, Numbers};

/// The most elements that an array may get, and get without a `maxSize`.
pub(crate) const MAX_SIZE: usize = 1_048_576;
/// The most elements that `makelist` and `makeset` give without a `maxSize`.
pub(crate) const DEPRECATED_MAX_SIZE: usize = 128;

/// The `maxSize` argument with this index, if it is given.
pub(crate) fn max_size(args: &Args<'_>, index: usize, default: usize) -> Result<usize, Failure> {
    if args.len() <= index {
        return Ok(default);
    }
    match args.long(index).get(0) {
        None => Ok(default),
        Some(size) => match usize::try_from(size) {
            Ok(size) if size > 0 => Ok(size.min(MAX_SIZE)),
            _ => Err(Failure::new(format!("`maxSize` must be at least 1, but is {size}"))),
        },
    }
}

/// An argument of any type as JSON text.
enum Elements<'a> {
    Long(Longs<'a>),
    String(Text<'a>),
    Dynamic(Text<'a>),
    Other(&'a Args<'a>),
}

impl<'a> Elements<'a> {
    fn open(args: &'a Args<'a>) -> Self {
        match args.ty(0) {
            Type::Long => Self::Long(args.long(0)),
            Type::String => Self::String(args.text(0)),
            Type::Dynamic => Self::Dynamic(args.text(0)),
            _ => Self::Other(args),
        }
    }

    /// Appends the JSON of a row's value to `json`; says whether there was one: a null is not written.
    fn write(&self, row: usize, json: &mut String) -> bool {
        match self {
            Self::Long(view) => match view.get(row) {
                Some(value) => {
                    // Writing to a string cannot fail.
                    let _ = write!(json, "{value}");
                }
                None => return false,
            },
            Self::String(view) => json.push_str(&serde_json::to_string(view.get(row)).unwrap_or_default()),
            Self::Dynamic(view) => match view.raw(row).filter(|text| *text != "null") {
                Some(text) => json.push_str(text),
                None => return false,
            },
            Self::Other(args) => {
                let value = args.value(0, row);
                if value.is_null() {
                    return false;
                }
                json.push_str(&to_json(&value).to_string());
            }
        }
        true
    }
}

/// The arrays as a column of `dynamic`.
fn arrays(bodies: impl Iterator<Item = String>) -> Column {
    let mut builder = StringViewBuilder::new();
    for body in bodies {
        builder.append_value(format!("[{body}]"));
    }
    Column::rows(Arc::new(builder.finish()))
}

/// `make_list`, `make_list_with_nulls`.
#[derive(Debug)]
pub(crate) struct List {
    default_size: usize,
    with_nulls: bool,
    bodies: Vec<(usize, String)>,
    bytes: usize,
}

impl List {
    /// A fresh fold without nulls, of at most `default_size` elements if the call gives no `maxSize`.
    pub(crate) fn new(default_size: usize) -> Self {
        Self { default_size, with_nulls: false, bodies: Vec::new(), bytes: 0 }
    }

    /// A fresh fold that keeps nulls.
    pub(crate) fn with_nulls() -> Self {
        Self { with_nulls: true, ..Self::new(MAX_SIZE) }
    }
}

impl GroupedFold for List {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        let max_size = max_size(args, 1, self.default_size)?;
        if self.bodies.len() < total {
            self.bodies.resize_with(total, Default::default);
        }
        let elements = Elements::open(args);
        for (row, group) in groups.iter().enumerate() {
            let Some((count, body)) = self.bodies.get_mut(*group).filter(|(count, _)| *count < max_size) else {
                continue;
            };
            let before = body.len();
            if *count > 0 {
                body.push(',');
            }
            if elements.write(row, body) {
                *count += 1;
            } else if self.with_nulls {
                body.push_str("null");
                *count += 1;
            } else {
                body.truncate(before);
            }
            self.bytes += body.len() - before;
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, _: Type) -> Answer {
        let mut bodies = std::mem::take(&mut self.bodies);
        bodies.resize_with(total, Default::default);
        Ok(arrays(bodies.into_iter().map(|(_, body)| body)))
    }

    fn size(&self) -> usize {
        self.bytes + self.bodies.len() * 32
    }
}

/// `make_set`: different values in the order of their first appearance. Arrays stand for their elements.
#[derive(Debug)]
pub(crate) struct Set {
    default_size: usize,
    numbers: Numbers,
    members: Members,
    /// The JSON of each numbered value.
    texts: Vec<Box<str>>,
    sets: Vec<Vec<u32>>,
    bytes: usize,
}

impl Set {
    /// A fresh fold of at most `default_size` elements if the call gives no `maxSize`.
    pub(crate) fn new(default_size: usize) -> Self {
        Self {
            default_size,
            numbers: Numbers::default(),
            members: Members::default(),
            texts: Vec::new(),
            sets: Vec::new(),
            bytes: 0,
        }
    }

    /// Puts a numbered value into a group's set; `text` is its JSON if no row had it before.
    fn insert(&mut self, group: usize, number: u32, text: Option<String>) {
        if let Some(text) = text {
            let text = text.into_boxed_str();
            self.bytes += text.len() + 16;
            self.texts.push(text);
        }
        if self.members.insert(group, number)
            && let Some(set) = self.sets.get_mut(group)
        {
            set.push(number);
            self.bytes += 4;
        }
    }

    /// Whether a group's set takes no more.
    fn is_full(&self, group: usize, max_size: usize) -> bool {
        self.sets.get(group).is_none_or(|set| set.len() >= max_size)
    }

    fn insert_json(&mut self, group: usize, max_size: usize, text: &str) {
        if self.is_full(group, max_size) {
            return;
        }
        if !text.starts_with('[') {
            if text != "null" {
                let (number, is_new) = self.numbers.number(Key::Text(text));
                self.insert(group, number, is_new.then(|| text.to_owned()));
            }
            return;
        }
        if let Ok(Json::Array(items)) = serde_json::from_str(text) {
            for item in items.iter().filter(|item| !item.is_null()) {
                if self.is_full(group, max_size) {
                    return;
                }
                let text = item.to_string();
                let (number, is_new) = self.numbers.number(Key::Text(&text));
                self.insert(group, number, is_new.then_some(text));
            }
        }
    }
}

impl GroupedFold for Set {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        let max_size = max_size(args, 1, self.default_size)?;
        if self.sets.len() < total {
            self.sets.resize_with(total, Vec::new);
        }
        if args.ty(0) == Type::Dynamic {
            let view = args.text(0);
            for (row, group) in groups.iter().enumerate() {
                if let Some(text) = view.raw(row) {
                    self.insert_json(*group, max_size, text);
                }
            }
            return Ok(());
        }
        let elements = Elements::open(args);
        // Taken out, so that the set can be changed while its numbers are read.
        let mut numbers = std::mem::take(&mut self.numbers);
        let mut numbered = numbers.open(args);
        for (row, group) in groups.iter().enumerate() {
            if self.is_full(*group, max_size) {
                continue;
            }
            let Some((number, new)) = numbered.get(row) else { continue };
            let text = new.map(|key| match key {
                Key::Text(text) if args.ty(0) == Type::String => serde_json::to_string(text).unwrap_or_default(),
                _ => {
                    let mut json = String::new();
                    elements.write(row, &mut json);
                    json
                }
            });
            self.insert(*group, number, text);
        }
        self.numbers = numbers;
        Ok(())
    }

    fn takes_dictionaries(&self) -> bool {
        true
    }

    fn finish(&mut self, total: usize, _: Type) -> Answer {
        let mut sets = std::mem::take(&mut self.sets);
        sets.resize_with(total, Vec::new);
        Ok(arrays(sets.into_iter().map(|set| {
            let mut body = String::new();
            for number in set {
                if !body.is_empty() {
                    body.push(',');
                }
                body.push_str(self.texts.get(number as usize).map_or("null", |text| text));
            }
            body
        })))
    }

    fn size(&self) -> usize {
        self.bytes + self.numbers.size() + self.members.size() + self.sets.len() * 24
    }
}

/// `make_bag`: the entries of all bags; the first value of a key stays.
#[derive(Debug, Default)]
pub(crate) struct Bag {
    bags: Vec<serde_json::Map<String, Json>>,
    bytes: usize,
}

impl GroupedFold for Bag {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        let max_size = max_size(args, 1, MAX_SIZE)?;
        if self.bags.len() < total {
            self.bags.resize_with(total, serde_json::Map::new);
        }
        let view = args.text(0);
        for (row, group) in groups.iter().enumerate() {
            let Some(text) = view.raw(row).filter(|text| text.starts_with('{')) else { continue };
            let (Ok(Json::Object(entries)), Some(bag)) = (serde_json::from_str(text), self.bags.get_mut(*group)) else {
                continue;
            };
            for (key, value) in entries {
                if bag.len() < max_size && !bag.contains_key(&key) {
                    self.bytes += key.len() + 48;
                    bag.insert(key, value);
                }
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, _: Type) -> Answer {
        let mut bags = std::mem::take(&mut self.bags);
        bags.resize_with(total, serde_json::Map::new);
        Ok(Column::rows(<Json as muster_values::Cell>::collect(bags.into_iter().map(|bag| Some(Json::Object(bag))))))
    }

    fn size(&self) -> usize {
        self.bytes + self.bags.len() * 64
    }
}
